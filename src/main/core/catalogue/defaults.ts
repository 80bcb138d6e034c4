/** Defaults for SKUs that the user's rules override. Two separate lists: Petra excludes some paid SKUs and bills some free ones. */
import { sku } from './sku-ids.ts'

/**
 * SKUs that Petra's page on licensed users lists as not billed. The page gives names only; we matched them to ids, except
 * "Domestic Calling Plan Zone 1", which has no match.
 */
export const excludedByPetra: ReadonlySet<string> = new Set([
  sku.audioConferencing,
  sku.teamsExploratory,
  sku.fabricFree,
  sku.businessAppsFree,
  sku.teamsFree,
  sku.powerAutomateFree,
  sku.teamsPhoneResourceAccount,
  sku.teamsSharedDevices,
  sku.teamsPhoneStandard,
  sku.audioConferencingDialOut,
  sku.powerAppsPlan2Trial,
  sku.powerAutomatePremium,
  sku.skypeDomesticCalling,
])

/** Free SKUs, trials, and quotas that are not assigned to people. */
export const freeOrTrial: ReadonlySet<string> = new Set([
  sku.teamsExploratory,
  sku.fabricFree,
  sku.businessAppsFree,
  sku.teamsFree,
  sku.powerAutomateFree,
  sku.teamsPhoneResourceAccount,
  sku.powerAppsPlan2Trial,
  sku.stream,
  sku.windowsStore,
  sku.teamsTrial,
  sku.copilotStudioTrial,
  sku.formsProTrial,
  sku.powerAppsDeveloper,
  sku.rightsManagementAdhoc,
  sku.rightsManagementBasic,
  sku.communicationsCredits,
  sku.dynamicsP1Trial,
  sku.businessCentralTrial,
  sku.appSourceTrial,
  sku.powerAppsForIndividuals,
  sku.powerPagesTrial,
  sku.salesPremiumTrial,
  sku.salesProTrial,
  sku.serviceInsightsTrial,
  sku.financeTrial,
  sku.sharePointStorage,
  sku.sharePointStorageGov,
])

const inOffice365E1 = [sku.exchangePlan1, sku.exchangeKiosk]
const inOffice365E3 = [...inOffice365E1, sku.office365E1, sku.office365F3, sku.exchangePlan2, sku.appsForBusiness, sku.appsForEnterprise]
const inOffice365E5 = [
  ...inOffice365E3,
  sku.office365E3,
  sku.defenderOffice1,
  sku.defenderOffice2,
  sku.powerBiPro,
  sku.teamsPhoneStandard,
  sku.audioConferencing,
]
const inEmsE3 = [sku.entraP1, sku.intune]
const inEmsE5 = [...inEmsE3, sku.entraP2, sku.emsE3]
const inMicrosoft365E3 = [...inOffice365E3, ...inEmsE3, sku.office365E3, sku.emsE3, sku.microsoft365F1, sku.microsoft365F3]
const inBusinessBasic = [sku.exchangePlan1, sku.exchangeKiosk, sku.teamsEssentials]
const inBusinessStandard = [...inBusinessBasic, sku.businessBasic, sku.appsForBusiness]

/**
 * The SKUs that a suite includes. Maintained by hand, because a larger suite often has other service plans than the smaller suite it
 * replaces. Users can switch pairs off and add others.
 */
const contents: Readonly<Record<string, readonly string[]>> = {
  [sku.businessBasic]: inBusinessBasic,
  [sku.businessStandard]: inBusinessStandard,
  [sku.businessPremium]: [
    ...inBusinessStandard,
    sku.businessStandard,
    sku.entraP1,
    sku.intune,
    sku.defenderOffice1,
    sku.defenderForBusiness,
  ],
  [sku.office365E1]: inOffice365E1,
  [sku.office365E3]: inOffice365E3,
  [sku.office365E5]: inOffice365E5,
  [sku.office365F3]: [sku.exchangeKiosk],
  [sku.microsoft365F1]: [...inEmsE3],
  [sku.microsoft365F3]: [...inEmsE3, sku.exchangeKiosk, sku.office365F3, sku.microsoft365F1],
  [sku.microsoft365E3]: inMicrosoft365E3,
  [sku.microsoft365E5]: [
    ...new Set([
      ...inMicrosoft365E3,
      ...inOffice365E5,
      ...inEmsE5,
      sku.microsoft365E3,
      sku.office365E5,
      sku.emsE5,
      sku.defenderEndpoint1,
      sku.defenderEndpoint2,
    ]),
    sku.businessBasic,
    sku.businessStandard,
    sku.businessPremium,
  ],
  [sku.emsE3]: inEmsE3,
  [sku.emsE5]: inEmsE5,
  [sku.entraP2]: [sku.entraP1],
  [sku.exchangePlan2]: [sku.exchangePlan1, sku.exchangeKiosk],
  [sku.exchangePlan1]: [sku.exchangeKiosk],
  [sku.defenderOffice2]: [sku.defenderOffice1],
  [sku.defenderEndpoint2]: [sku.defenderEndpoint1],
  [sku.appsForEnterprise]: [sku.appsForBusiness],
  [sku.visioPlan2]: [sku.visioPlan1],
  [sku.projectPlan3]: [sku.plannerPlan1],
  [sku.projectPlan5]: [sku.projectPlan3, sku.plannerPlan1],
  [sku.powerBiPremium]: [sku.powerBiPro],
  [sku.teamsPhoneWithCallingPlan]: [sku.teamsPhoneStandard],
}

/** Pairs in which the first SKU includes the second. */
export const overlappingPairs: readonly (readonly [skuId: string, coveredSkuId: string])[] = Object.entries(contents).flatMap(
  ([skuId, covered]) => covered.map((coveredSkuId) => [skuId, coveredSkuId] as const),
)
