/** Microsoft's ids of the licences that made-up people hold (the id is the fact; names live in the catalogue). */
export const sku = {
  businessBasic: '3b555118-da6a-4418-894f-7df1e2096870',
  businessStandard: 'f245ecc8-75af-4f8e-b61f-27d8114de5f3',
  businessPremium: 'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46',
  microsoft365E3: '05e9a617-0261-4cee-bb44-138d3ef5d965',
  microsoft365E5: '06ebc4ee-1bb5-47dd-8120-11324bc54e06',
  microsoft365F3: '66b55226-6b4f-492c-910c-a3b7a3c9d993',
  office365E1: '18181a46-0d4e-45cd-891e-60aabd171b4e',
  office365E3: '6fd2c87f-b296-42f0-b197-1e91e994b900',
  exchangePlan1: '4b9405b0-7788-4568-add1-99614e613b69',
  exchangePlan2: '19ec0d23-8335-4cbd-94ac-6050e30712fa',
  entraP1: '078d2b04-f1bd-4111-bbd4-b4b1b354cef4',
  entraP2: '84a661c4-e949-4bd2-a560-ed7766fcaf2b',
  defenderOffice1: '4ef96642-f096-40de-a3e9-d83fb2f90211',
  copilot: '639dec6b-bb19-468b-871c-c5c441c4b0cb',
  visioPlan2: 'c5928f49-12ba-48f7-ada3-0d743a3601d5',
  projectPlan3: '53818b1b-4a27-454b-8896-0dba576410e6',
  powerBiPro: 'f8a1db68-be16-40ed-86d5-cb42ce701560',
  teamsPremium: '36a0f3b3-adb5-49ea-bf66-762134cf063a',
  fabricFree: 'a403ebcc-fae0-4ca2-8c8c-7a907fd6c235',
  powerAutomateFree: 'f30db892-07e9-47e9-837c-80727f46fd3d',
  teamsExploratory: '710779e8-3d4a-4c88-adb9-386c958d1fdf',
  audioConferencing: '0c266dff-15dd-4b49-8397-2bb16070ed52',
  teamsPhoneStandard: 'e43b5b99-8dfb-405f-9987-dc307f34bcbd',
  teamsPhoneResourceAccount: '440eaaa8-b3e0-484b-a8be-62870b9ba70a',
  teamsSharedDevices: '295a8eb0-f78d-45c7-8b5b-1eed5ed02dff',
} as const

/** Those that Petra's page on licensed users names as not billed. */
export const notBilledByPetra: ReadonlySet<string> = new Set([
  sku.fabricFree,
  sku.powerAutomateFree,
  sku.teamsExploratory,
  sku.audioConferencing,
  sku.teamsPhoneStandard,
  sku.teamsPhoneResourceAccount,
  sku.teamsSharedDevices,
])
