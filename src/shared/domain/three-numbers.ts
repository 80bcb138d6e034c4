import type { ThreeNumbers } from '../contract/figure-answers.ts'

/** Whether reported, listed and recounted differ, as far as they are known. */
export const numbersDiffer = ({ reported, listed, recounted }: ThreeNumbers): boolean =>
  new Set([reported, listed, recounted].filter((value) => value !== null)).size > 1
