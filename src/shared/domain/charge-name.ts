/** What a charge is called: by its name, else by its part number, else by its id. A vendor may send neither of the first two. */
export function chargeName(charge: { name: string | null; partNumber?: string | null; chargeId: string }): string {
  return charge.name ?? charge.partNumber ?? charge.chargeId
}
