import type { ThreeNumbers } from '../contract/figure-answers.ts'

/** Whether the known ones of reported, listed and recounted are not all the same. */
export const numbersDiffer = ({ reported, listed, recounted }: ThreeNumbers): boolean =>
  new Set([reported, listed, recounted].filter((value) => value !== null)).size > 1
