// What the server's routes speak (`/api/v1`), with the closed sets of words that its OpenAPI document only calls strings.
// `tests/shapes.test.ts` holds each of them against the types that are generated from that document.

export type Id = string
/** RFC 3339 UTC, ends in Z. */
export type Instant = string

export interface Page<Item> {
  items: Item[]
  next: string | null
}

export type JobState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
export interface Job {
  id: Id
  kind: 'import' | 'release' | 'ingest'
  state: JobState
  done: number
  total: number | null
  message: string
  created_at: Instant
  started_at: Instant | null
  ended_at: Instant | null
  error: { code: string; detail: string } | null
}

export interface Me {
  id: Id
  name: string
  email: string
  site_role: 'admin' | null
  session: { idle_ends_at: Instant; absolute_ends_at: Instant }
  has_password: boolean
}

export type PreferenceName = 'appearance' | 'display' | 'guide' | 'keys' | 'lists'
export interface Preferences {
  items: Partial<Record<PreferenceName, Record<string, unknown>>>
}

export type Exposure = 'standard' | 'restricted' | 'local'
export type Delivery = 'rendered' | 'direct' | 'workstation'
export type Role = 'project_admin' | 'team_manager' | 'reviewer' | 'labeler' | 'auditor'
export type ProjectState = 'setup' | 'ready' | 'live'
export type Capability =
  | 'Read'
  | 'Work'
  | 'Label'
  | 'Review'
  | 'Explore'
  | 'Steer'
  | 'Import'
  | 'Members'
  | 'Configure'
  | 'Manage'
  | 'Release'
  | 'Approve'
  | 'Audit'

export interface ProjectRow {
  id: Id
  name: string
  role: Role
  state: ProjectState
  exposure: Exposure | null
  sentence: string | null
  next: { kind: 'label' | 'review' | 'approve' | 'setup' | 'none'; count: number; more: boolean }
  /** Questions that wait for this person, counted to 100. */
  questions: number
  done: number
  total: number
  last_activity: Instant | null
}

export interface ProjectDetail {
  id: Id
  name: string
  state: ProjectState
  role: Role
  capabilities: Capability[]
  release_approver: boolean
  /** The allowed data path as it is agreed and recorded: in English. */
  sentence: string | null
  sentences: Words | null
  ontology: { id: Id; n: number } | null
  guideline: { id: Id; n: number } | null
  counts: {
    label: { todo: number; doing: number; redo: number; blocked: number; done: number; skipped: number }
    review: { todo: number; doing: number; done: number }
    assets: { total: number; completed: number; broken: number; excluded: number }
  }
  members: number
  copy_forward: boolean
  /** Questions that wait for this person, counted to 100. */
  questions: number
  jobs: Job[]
}

// Site
export interface ImportRoot {
  id: number
  path: string
}

// Policy
/** The same words in each language that the app speaks. */
export interface Words {
  en: string
  de: string
}

export interface OperatingNote {
  sensitive: string
  path: string
  reviewers: string
  exceptions: string
}
export interface PolicyIn {
  exposure: Exposure
  delivery: Delivery
  inference: string[]
  approvals: number
  thumbnails: boolean
  note: OperatingNote | null
  second_person: Id | null
}
export interface PolicyOut extends PolicyIn {
  id: Id
  n: number
  state: 'proposed' | 'in_force' | 'superseded' | 'refused'
  sentence: string
  sentences: Words
  costs: string[]
  created_by: Id
  created_at: Instant
  waits_for: Id | null
}
export interface PolicyChoice {
  value: string
  title: string
  explains: string
  cost: string
  available: boolean
  why_not: string | null
}
export interface PolicyState {
  in_force: PolicyOut | null
  proposed: PolicyOut | null
  choices: { exposure: PolicyChoice[]; delivery: PolicyChoice[]; inference: PolicyChoice[] }
}
export interface PolicyPreview {
  sentence: string
  sentences: Words
  /** What each setting adds to the sentence, in its order. */
  parts: { field: string; words: Words }[]
  costs: string[]
  refused: { field: string; message: string }[]
  loosens: string[]
}

// Ontology (lk-ontology/1)
export interface Option {
  id: string
  label: string
  attributes: Attr[]
}
export interface Attr {
  id: string
  label: string
  type: 'radio' | 'checklist' | 'text' | 'number' | 'bool' | 'date' | 'ranking'
  required: boolean
  options: Option[]
  min?: number | null
  max?: number | null
  max_length?: number | null
}
export interface OntologyClass {
  id: string
  label: string
  color: string
  key: string | null
  description?: string | null
  attributes: Attr[]
  skeleton?: SkeletonTemplate | null
  retired?: boolean
}
export interface SkeletonTemplate {
  nodes: { id: string; label: string; x: number; y: number }[]
  edges: [string, string][]
}
export type Drawable = 'bbox' | 'rbox' | 'ellipse' | 'polygon' | 'mask' | 'polyline' | 'point' | 'skeleton'
export interface ObjectTask {
  id: string
  kind: 'object'
  label: string
  geometry: Drawable[]
  classes: OntologyClass[]
}
export interface ClassificationTask {
  id: string
  kind: 'classification'
  label: string
  attributes: Attr[]
}
export interface RelationTask {
  id: string
  kind: 'relation'
  label: string
  from: string[]
  to: string[]
  types: { id: string; label: string }[]
  directed: boolean
  attributes: Attr[]
}
export interface Ontology {
  schema: 'lk-ontology/1'
  tasks: (ObjectTask | ClassificationTask | RelationTask)[]
}
export interface OntologyVersion {
  id: Id
  n: number
  body: Ontology
  created_at: Instant
}
export interface OntologyVersionRow {
  id: Id
  n: number
  created_at: Instant
  created_by: Id
  summary: string
  changes: string[]
}
export interface OntologyChange {
  kind: string
  what: string
  compatible: boolean
  task: string
  class: string | null
  labels: number
  objects: number
  more: boolean
}
export interface OntologyImpact {
  compatible: boolean
  publishable: boolean
  changes: OntologyChange[]
}
export interface Guideline {
  id: Id
  n: number
  text: string
  created_at: Instant
  change_note: string
}

/** The newest version that one has acknowledged; `current` when it is the one in force. */
export interface GuidelineReading {
  acknowledged: Id | null
  n: number | null
  current: boolean
}

// Labels (lk-label/1)
export type Geometry =
  | { kind: 'bbox'; x: number; y: number; w: number; h: number; rotation: number }
  | { kind: 'ellipse'; cx: number; cy: number; rx: number; ry: number; rotation: number }
  | { kind: 'polygon'; rings: [number, number][][][] }
  | { kind: 'polyline'; points: [number, number][]; closed: boolean; directed: boolean }
  | { kind: 'point'; x: number; y: number }
  | { kind: 'skeleton'; points: { node: string; x: number; y: number; v: 0 | 1 | 2 }[] }
  | { kind: 'mask'; size: [number, number]; counts: string; bbox: [number, number, number, number] }
export interface AttrValue {
  attr: string
  value: string | number | boolean | null
  options: { option: string; attributes: AttrValue[] }[]
}
export interface LabelObject {
  id: Id
  task: string
  class: string
  part: Id
  page: number
  geometry: Geometry
  attributes: AttrValue[]
  z: number
  group: string | null
  source: { kind: 'human' | 'import' | 'model'; ref: string | null }
}
export interface Relation {
  id: Id
  task: string
  type: string
  from: Id[]
  to: Id[]
  attributes: AttrValue[]
}
export interface Classification {
  id: Id
  task: string
  part: Id | null
  page: number | null
  attributes: AttrValue[]
}
export interface Label {
  schema: 'lk-label/1'
  objects: LabelObject[]
  classifications: Classification[]
  relations: Relation[]
}

// Members
export interface Member {
  user_id: Id
  name: string
  email: string | null
  role: Role
  release_approver: boolean
  status: 'active' | 'suspended'
  since: Instant
  networks: string[] | null
  valid_from: Instant | null
  valid_until: Instant | null
}

// Imports
export type ImportSource = ({ kind: 'upload' } | { kind: 'folder'; root: number; path: string }) & {
  /** The dry run that this import follows. */
  tried?: Id
}
export type ImportFormat = 'auto' | 'coco' | 'voc' | 'yolo' | 'jsonl' | 'none'
export type Split = 'train' | 'val' | 'test'
export interface Import {
  id: Id
  state: 'open' | JobState
  source: ImportSource
  format: ImportFormat
  split: Split | null
  /** Nothing is made; the numbers say what would be. */
  dry_run: boolean
  files: number
  assets_made: number
  objects_made: number
  refused: number
  repaired: number
  job: Job | null
  created_at: Instant
  created_by: Id
}
export interface UploadFile {
  file_id: Id
  received: number
  chunk_size: number
}
export type ReportLevel = 'ok' | 'repaired' | 'warning' | 'refused'
export interface ReportCount {
  level: ReportLevel
  code: string
  n: number
}
export interface ReportRow {
  file: string
  level: ReportLevel
  code: string
  message: string
  object: string | null
}

// Assets
export type AssetState = 'active' | 'completed' | 'broken' | 'excluded'
export type StepName = 'label' | 'review'
export type StepStatus = 'todo' | 'doing' | 'redo' | 'blocked' | 'skipped' | 'done'
export interface AssetRow {
  id: Id
  name: string
  split: Split | null
  state: AssetState
  step: StepName | null
  status: StepStatus | null
  width: number
  height: number
  pages: number
  objects: number
  updated_at: Instant
}
export interface AssetPart {
  id: Id
  role: string
  order: number
  width: number
  height: number
  pages: number
}
export interface Asset extends AssetRow {
  parts?: AssetPart[]
}
export interface AssetPage extends Page<AssetRow> {
  count: { n: number; capped: boolean }
}
export interface Changes {
  added: number
  removed: number
  moved: number
  reclassified: number
  attributes: number
}
export interface HistoryItem {
  at: Instant
  action: string
  by: { id: Id; name: string } | null
  version: { id: Id; n: number; objects: number } | null
  seconds: { active: number; elapsed: number } | null
  verdict: string | null
  judged: { accept: number; fix: number; reject: number } | null
  changes: Changes | null
  note: string | null
  /** What a change of many assets did to this one. */
  steered: { verb: string; value: string | number | null; undone: boolean } | null
  event_id: Id | null
}

// Work
export interface LabelVersion {
  version: { id: Id; n: number }
  label: Label
}
export interface Issue {
  id: Id
  type: 'issue' | 'question'
  category: string
  object: Id | null
  /** The picture of the asset that it is about; null where it is about all of them. */
  part: Id | null
  page: number | null
  at: [number, number] | null
  status: 'open' | 'answered' | 'resolved' | 'cancelled'
  /** The asker's task waits for the answer. */
  blocking: boolean
  comments: { by: { id: Id; name: string }; at: Instant; text: string }[]
}
export interface Work {
  empty: false
  lease: { id: Id; seq: number; kind: 'label' | 'review'; ends_at: Instant }
  task: { id: Id; cycle: number; returned: boolean }
  asset: { id: Id; name: string; split: Split | null; parts: AssetPart[] }
  ontology_version: Id
  guideline_version: Id | null
  label: Label
  base_version: { id: Id; n: number } | null
  draft: { version: string; label: Label; saved_at: Instant } | null
  issues: Issue[]
  waiting: number
}
export interface NoWork {
  empty: true
  reason: 'nothing' | 'starved' | 'not_live' | 'paused'
  detail: string
}
export interface View {
  id: Id
  ends_at: Instant
  parts: {
    id: Id
    /** Tells it from the others; empty where it is the only one. */
    name: string
    role: string
    order: number
    /** Bits a sample of the source. */
    bits: number
    pages: { width: number; height: number; levels: number }[]
  }[]
  tile_size: number
  display: { window: [number, number] | null; gamma: number; invert: boolean }
}

// Snapshots and releases
export interface PersonRef {
  id: Id
  name: string
}

export type {
  BulkVerdict,
  BulkVerdicts,
  Checkpoint,
  LedgerEvent,
  LedgerEventDetail,
  MemberUses,
  OwnSession,
  Release,
  ReleaseIn,
  ReleaseStatement,
  Snapshot,
} from './officeShapes'

export type { MineRow, MineWork, ObjectVerdict, PastVersion, Verdict, VersionReview } from './reviewShapes'
