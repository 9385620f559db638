/** Ontologies to begin with, in the words of the reader's language. Their ids are the same in every language. */
import type { Attr, ObjectTask, Ontology, OntologyClass, SkeletonTemplate } from '../../api/shapes'
import type { MessageKey, Translate } from '../../ui/messages'
import { palette } from './palette'

export const TEMPLATES = ['boxes', 'outlines', 'defects', 'pose', 'quality', 'links'] as const
export type Template = (typeof TEMPLATES)[number]

type Word =
  Extract<MessageKey, `ontology.word.${string}`> extends `ontology.word.${infer Name}` ? Name : never

const COLORS = palette(6)

function writer(t: Translate) {
  const say = (word: Word) => t(`ontology.word.${word}`)
  const one = (id: Word, i: number, more: Partial<OntologyClass> = {}): OntologyClass => ({
    id,
    label: say(id),
    color: COLORS[i] ?? '#e06d00',
    key: String(i + 1),
    description: null,
    attributes: [],
    skeleton: null,
    retired: false,
    ...more,
  })
  const choice = (id: Word, options: readonly Word[], required = false): Attr => ({
    id,
    label: say(id),
    type: 'radio',
    required,
    options: options.map((option) => ({ id: option, label: say(option), attributes: [] })),
  })
  const yes = (id: Word): Attr => ({ id, label: say(id), type: 'bool', required: false, options: [] })
  const drawn = (geometry: ObjectTask['geometry'], classes: OntologyClass[]): ObjectTask => ({
    id: 'objects',
    kind: 'object',
    label: say('objects'),
    geometry,
    classes,
  })
  return { say, one, choice, yes, drawn }
}

const JOINTS: readonly (readonly [Word, number, number])[] = [
  ['head', 0.5, 0.08],
  ['left_shoulder', 0.66, 0.24],
  ['right_shoulder', 0.34, 0.24],
  ['left_elbow', 0.76, 0.4],
  ['right_elbow', 0.24, 0.4],
  ['left_wrist', 0.82, 0.54],
  ['right_wrist', 0.18, 0.54],
  ['left_hip', 0.6, 0.54],
  ['right_hip', 0.4, 0.54],
  ['left_knee', 0.62, 0.74],
  ['right_knee', 0.38, 0.74],
  ['left_ankle', 0.62, 0.95],
  ['right_ankle', 0.38, 0.95],
]
const BONES: readonly (readonly [Word, Word])[] = [
  ['head', 'left_shoulder'],
  ['head', 'right_shoulder'],
  ['left_shoulder', 'right_shoulder'],
  ['left_shoulder', 'left_elbow'],
  ['left_elbow', 'left_wrist'],
  ['right_shoulder', 'right_elbow'],
  ['right_elbow', 'right_wrist'],
  ['left_shoulder', 'left_hip'],
  ['right_shoulder', 'right_hip'],
  ['left_hip', 'right_hip'],
  ['left_hip', 'left_knee'],
  ['left_knee', 'left_ankle'],
  ['right_hip', 'right_knee'],
  ['right_knee', 'right_ankle'],
]

function body(say: (word: Word) => string): SkeletonTemplate {
  return {
    nodes: JOINTS.map(([id, x, y]) => ({ id, label: say(id), x, y })),
    edges: BONES.map(([a, b]) => [a, b]),
  }
}

const MAKE: Readonly<Record<Template, (t: Translate) => Ontology['tasks']>> = {
  boxes: (t) => {
    const { one, yes, drawn } = writer(t)
    const attributes = [yes('occluded'), yes('cut_off')]
    return [
      drawn(
        ['bbox'],
        [one('person', 0, { attributes }), one('vehicle', 1, { attributes }), one('sign', 2, { attributes })],
      ),
    ]
  },
  outlines: (t) => {
    const { one, choice, drawn } = writer(t)
    const attributes = [choice('certainty', ['sure', 'unsure'])]
    return [
      drawn(
        ['polygon', 'mask'],
        [one('finding', 0, { attributes }), one('organ', 1), one('artefact', 2, { attributes })],
      ),
    ]
  },
  defects: (t) => {
    const { say, one, choice, drawn } = writer(t)
    const severity = choice('severity', ['minor', 'major'], true)
    const attributes = [
      {
        ...severity,
        options: severity.options.map((option) =>
          option.id === 'major' ? { ...option, attributes: [choice('action', ['repair', 'scrap'])] } : option,
        ),
      },
    ]
    return [
      drawn(
        ['bbox', 'rbox', 'polygon'],
        [
          one('scratch', 0, { attributes }),
          one('dent', 1, { attributes }),
          one('crack', 2, { attributes }),
          one('stain', 3),
        ],
      ),
      {
        id: 'part',
        kind: 'classification',
        label: say('part'),
        attributes: [choice('verdict', ['pass', 'fail'], true)],
      },
    ]
  },
  pose: (t) => {
    const { say, one, yes, drawn } = writer(t)
    return [drawn(['skeleton'], [one('person', 0, { skeleton: body(say), attributes: [yes('cut_off')] })])]
  },
  quality: (t) => {
    const { say, choice } = writer(t)
    return [
      {
        id: 'picture',
        kind: 'classification',
        label: say('picture'),
        attributes: [
          choice('quality', ['good', 'usable', 'bad'], true),
          { ...choice('problems', ['blurred', 'too_dark', 'too_bright']), type: 'checklist' },
          { id: 'remark', label: say('remark'), type: 'text', required: false, options: [], max_length: 500 },
        ],
      },
    ]
  },
  links: (t) => {
    const { say, one, drawn } = writer(t)
    return [
      drawn(['bbox', 'rbox'], [one('field', 0), one('value', 1), one('table', 2)]),
      {
        id: 'links',
        kind: 'relation',
        label: say('links'),
        from: ['objects/field'],
        to: ['objects/value', 'objects/table'],
        types: [{ id: 'has', label: say('has') }],
        directed: true,
        attributes: [],
      },
    ]
  },
}

export function templateOf(name: Template, t: Translate): Ontology {
  return { schema: 'lk-ontology/1', tasks: MAKE[name](t) }
}
