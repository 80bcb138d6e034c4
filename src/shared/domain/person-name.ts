/** What a person is called: by their display name, else by their user name, else by their id. A vendor may send neither of the first two. */
export function personName(person: { displayName: string | null; userPrincipalName: string | null; id: string }): string {
  return person.displayName ?? person.userPrincipalName ?? person.id
}
