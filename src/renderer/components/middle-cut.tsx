/** A name that is cut in the middle where there is no room: names often differ in their ends. The whole name is its title. */
import type { ReactElement } from 'react'
import classes from './middle-cut.module.css'

/** Letters at the end that are never cut. */
const endLength = 9
/** Two boxes side by side would put a right-to-left name in the wrong order. */
const rightToLeft = /\p{Script=Arabic}|\p{Script=Hebrew}|\p{Script=Syriac}|\p{Script=Thaana}|\p{Script=Nko}/u

export function MiddleCut({ children }: { children: string }): ReactElement {
  const letters = [...children]
  if (letters.length <= 2 * endLength || rightToLeft.test(children)) {
    return (
      <bdi className={classes.start} title={children}>
        {children}
      </bdi>
    )
  }
  return (
    <bdi className={classes.name} title={children}>
      <span className={classes.start}>{letters.slice(0, -endLength).join('')}</span>
      <span className={classes.end}>{letters.slice(-endLength).join('')}</span>
    </bdi>
  )
}
