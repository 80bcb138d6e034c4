/** A name that is cut in the middle where there is no room, for names that differ in their ends. The whole name is its title. */
import type { ReactElement } from 'react'
import classes from './middle-cut.module.css'

/** Two boxes side by side would put a right-to-left name in the wrong order. */
const rightToLeft = /\p{Script=Arabic}|\p{Script=Hebrew}|\p{Script=Syriac}|\p{Script=Thaana}|\p{Script=Nko}/u

export function MiddleCut({ children }: { children: string }): ReactElement {
  const end = rightToLeft.test(children) ? '' : endOf(children)
  return (
    <bdi className={classes.name} title={children}>
      <span className={classes.start}>{children.slice(0, children.length - end.length)}</span>
      {end === '' ? null : <span className={classes.end}>{end}</span>}
    </bdi>
  )
}

/** The last words that fit into eleven letters, which are never cut; empty for a name of one word. */
export const endOf = (name: string): string => /(?<=\S\s)\S(?:.{0,9}\S)?$/u.exec(name)?.[0] ?? ''
