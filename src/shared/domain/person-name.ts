/** A person's display name, else their user name, else their id. A vendor may send neither of the first two. */
export function personName(person: { displayName: string | null; userPrincipalName: string | null; id: string }): string {
  return person.displayName ?? person.userPrincipalName ?? person.id
}
