/** A name that is shortened in the middle if there is too little room, for names that differ at their ends. The full name is its title. */
import type { ReactElement } from 'react'
import classes from './middle-cut.module.css'

/** Splitting a right-to-left name into two boxes would show its parts in the wrong order. */
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

/** The last words of up to eleven characters, which are never cut; empty for a name of one word. */
export const endOf = (name: string): string => /(?<=\S\s)\S(?:.{0,9}\S)?$/u.exec(name)?.[0] ?? ''
