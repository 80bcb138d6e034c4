/** What a tortured process reports to its parent. */

/** The kinds of work that are killed. */
export const killKinds = [
  'collect',
  'record',
  'import',
  'export',
  'backup',
  'restore',
  'wipe',
  'prune',
  'set aside',
  'migrate',
  'encrypt',
] as const
export type KillKind = (typeof killKinds)[number]

/** `started` precedes the work it names, `done` follows it: between the two, either outcome is right. */
export type FromTortured =
  | { kind: 'opening' }
  | { kind: 'ready' }
  | { kind: 'recorded'; tenant: number; step: number; snapshotId: number }
  | { kind: 'started'; work: 'wipe'; tenant: number }
  | { kind: 'done'; work: 'wipe'; tenant: number }
  | { kind: 'started'; work: 'prune'; before: number }
  | { kind: 'done'; work: 'prune'; before: number }
  | { kind: 'started'; work: 'restore'; backup: string }
  | { kind: 'done'; work: 'restore'; backup: string }
  | { kind: 'backed up'; backup: string }
  /** Other work. */
  | { kind: 'worked' }

/** What the parent asks of the child. */
export interface Task {
  kind: KillKind
  dataDir: string
  /** Where exports go. */
  outDir: string
  /** The step at which recording goes on. */
  step: number
  /** A defect that the harness must notice: the snapshot is acknowledged before it is committed. */
  planted: boolean
}
