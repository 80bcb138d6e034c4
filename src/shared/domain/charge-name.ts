/** A charge's display name: its name, else its part number, else its id. A vendor may send neither of the first two. */
export function chargeName(charge: { name: string | null; partNumber?: string | null; chargeId: string }): string {
  return charge.name ?? charge.partNumber ?? charge.chargeId
}
