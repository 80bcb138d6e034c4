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

/** `started` precedes the work that it names, `done` follows it; between the two, both outcomes are allowed. */
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

/** What the parent requests from the child. */
export interface Task {
  kind: KillKind
  dataDir: string
  /** The folder for exports. */
  outDir: string
  /** The step from which recording continues. */
  step: number
  /** A planted defect that must be detected: the snapshot is acknowledged before it is committed. */
  planted: boolean
}
