import { describe, expect, test } from 'vitest'
import type { ClassRules } from '../../src/canvas/classes'
import { Engine } from '../../src/canvas/engine'
import { boundsOf } from '../../src/canvas/geometry'
import type { Geometry, PolygonGeometry, SkeletonGeometry } from '../../src/canvas/label'
import { arrow, box, click, drag, engine, enter, label, object, page, polygon, shapes, size } from './arrange'

const plan = {
  nodes: [
    { id: 'head', label: 'Head', x: 0.5, y: 0 },
    { id: 'left', label: 'Left hand', x: 0, y: 0.5 },
    { id: 'right', label: 'Right hand', x: 1, y: 0.5 },
  ],
  edges: [['head', 'left'] as const, ['head', 'right'] as const],
}
const rules: ClassRules = new Map([
  ['cells/rbc', { geometry: new Set(['bbox', 'rbox', 'skeleton'] as const), skeleton: plan }],
  ['cells/wbc', { geometry: new Set(['bbox'] as const), skeleton: null }],
])

function ruled(...objects: Parameters<typeof label>): Engine {
  let made = 0
  const newId = () => `new-${++made}`
  const one = new Engine({ label: label(...objects), page, size, newId, rules })
  one.setBrush({ task: 'cells', class: 'rbc' })
  return one
}

const only = (one: Engine): Geometry => {
  const [geometry, more] = shapes(one)
  if (!geometry || more) throw new Error('expected one object')
  return geometry
}
const notice = (one: Engine) => one.getSnapshot().notice?.what
const move = (one: Engine, x: number, y: number) =>
  one.dispatch({ type: 'move', at: { x, y } as never, mods: { shift: false, alt: false, command: false } })
const close = (a: Geometry, b: Geometry) => {
  for (const [key, value] of Object.entries(b)) {
    const got = (a as unknown as Record<string, unknown>)[key]
    if (typeof value === 'number') expect(got, key).toBeCloseTo(value, 9)
    else expect(got, key).toEqual(value)
  }
}

describe('an armed class', () => {
  test('draws also when the drag begins inside another object, and moves nothing', () => {
    const one = engine(object('large', box(100, 100, 400, 400)))
    one.setTool('box')

    drag(one, [200, 200], [260, 240])

    expect(shapes(one)).toEqual([box(100, 100, 400, 400), box(200, 200, 60, 40)])
  })

  test('draws inside the selected object too', () => {
    const one = engine(object('large', box(100, 100, 400, 400)))
    one.select(['large'])
    one.setTool('box')

    drag(one, [200, 200], [260, 240])

    expect(shapes(one)).toHaveLength(2)
  })

  test('takes a handle of the selected object, and then draws again', () => {
    const one = engine()
    one.setTool('box')
    drag(one, [100, 100], [200, 200])

    drag(one, [200, 200], [250, 260])
    drag(one, [400, 400], [450, 450])

    expect(shapes(one)).toEqual([box(100, 100, 150, 160), box(400, 400, 50, 50)])
    expect(one.getSnapshot().tool).toBe('box')
  })

  test('keeps its attributes for the next object', () => {
    const one = engine()
    one.setTool('ellipse')
    drag(one, [100, 100], [200, 200])
    const attributes = [{ attr: 'sure', value: true, options: [] }]
    one.setAttributes('new-1', attributes)

    drag(one, [300, 300], [400, 400])

    expect(one.toLabel().objects[1]?.attributes).toEqual(attributes)
  })
})

describe('the turned box', () => {
  test('is a first edge by a drag and a width by a click', () => {
    const one = engine()
    one.setTool('rbox')

    drag(one, [100, 100], [400, 500])
    move(one, 420, 340)
    click(one, [20, 160])

    // The edge is 3-4-5; the click lies 100 to its left.
    const made = only(one)
    expect(made.kind === 'bbox' && made.w).toBeCloseTo(500, 9)
    expect(made.kind === 'bbox' && made.h).toBeCloseTo(100, 9)
    expect(made.kind === 'bbox' && made.rotation).toBeCloseTo((Math.atan2(4, 3) * 180) / Math.PI, 9)
  })

  test('is drawn by arrows and Enter alone', () => {
    const one = engine()
    one.setTool('rbox')

    arrow(one, 'right')
    enter(one)
    for (let i = 0; i < 3; i++) arrow(one, 'right', { shift: true })
    enter(one)
    for (let i = 0; i < 7; i++) arrow(one, 'down')
    enter(one)

    close(only(one), box(501, 400, 30, 7))
  })

  test('ends where the picture ends', () => {
    const one = engine()
    one.setTool('rbox')

    drag(one, [900, 700], [980, 780])
    click(one, [999, 2])

    const edge = boundsOf(only(one))
    expect(edge.right).toBeLessThanOrEqual(size.width + 1e-9)
    expect(edge.top).toBeGreaterThanOrEqual(-1e-9)
  })

  test('says that no width is no box, and keeps the edge', () => {
    const one = engine()
    one.setTool('rbox')
    drag(one, [100, 100], [300, 100])

    click(one, [200, 100])
    expect(notice(one)).toBe('too_small')
    click(one, [200, 150])

    close(only(one), box(100, 100, 200, 50))
  })
})

describe('turning', () => {
  const turned = { ...box(400, 300, 100, 50), rotation: 90 } as Geometry

  test('by the handle above, in steps of 15 degrees with Shift', () => {
    const one = ruled(object('a', box(400, 300, 100, 50)))
    one.select(['a'])

    // The handle stands 24 pixels above the top at this zoom; the middle is at 450, 325.
    drag(one, [450, 276], [520, 330], { shift: true })

    close(only(one), { ...box(400, 300, 100, 50), rotation: 90 } as Geometry)
  })

  test('is not offered to a class of upright boxes', () => {
    const one = ruled(object('a', box(400, 300, 100, 50), { class: 'wbc' }))
    one.select(['a'])

    drag(one, [450, 276], [520, 330], { shift: true })

    close(only(one), box(400, 300, 100, 50))
  })

  test('by Ctrl and arrows, one undo for twenty presses', () => {
    const one = ruled(object('a', box(400, 300, 100, 50)))
    one.select(['a'])

    for (let i = 0; i < 20; i++) arrow(one, 'right', { command: true })
    close(only(one), { ...box(400, 300, 100, 50), rotation: 20 } as Geometry)
    one.undo()

    expect(only(one)).toEqual(box(400, 300, 100, 50))
  })

  test('a handle of a turned box works along its own axes and keeps the opposite side', () => {
    const one = ruled(object('a', turned))
    one.select(['a'])

    // Turned by 90 degrees its right side looks down: from y 375 to 395.
    drag(one, [450, 375], [457, 395])

    close(only(one), { ...box(400, 310, 120, 50), rotation: 90, x: 390 } as Geometry)
  })

  test('a box that would turn out of the picture turns as far as it may', () => {
    const one = ruled(object('a', box(0, 0, 300, 20)))
    one.select(['a'])

    for (let i = 0; i < 9; i++) arrow(one, 'right', { command: true })

    const edge = boundsOf(only(one))
    expect(edge.left).toBeGreaterThanOrEqual(-1e-5)
    expect(edge.top).toBeGreaterThanOrEqual(-1e-5)
  })
})

describe('the line', () => {
  test('ends with Enter, open; a click on its first point closes it', () => {
    const one = engine()
    one.setTool('polyline')
    for (const place of [[10, 10], [50, 10], [50, 60]] as const) click(one, place) // biome-ignore format: places
    one.dispatch({ type: 'enter', mods: { shift: false, alt: false, command: false } })
    for (const place of [[210, 10], [250, 10], [250, 60], [211, 11]] as const) click(one, place) // biome-ignore format: places

    expect(shapes(one)).toEqual([
      { kind: 'polyline', points: [[10, 10], [50, 10], [50, 60]], closed: false, directed: false }, // biome-ignore format: places
      { kind: 'polyline', points: [[210, 10], [250, 10], [250, 60]], closed: true, directed: false }, // biome-ignore format: places
    ])
  })

  test('of one point is refused with a word and stays open', () => {
    const one = engine()
    one.setTool('polyline')
    click(one, [10, 10])

    enter(one)

    expect(shapes(one)).toEqual([])
    expect(notice(one)).toBe('too_small')
    expect(one.getSnapshot().draft?.kind).toBe('path')
  })

  test('loses a vertex by Delete, gets one by Insert, and keeps two', () => {
    const one = engine(object('a', { kind: 'polyline', points: [[0, 0], [100, 0], [100, 80]], closed: false, directed: false })) // biome-ignore format: one line
    one.select(['a'])
    enter(one)

    one.dispatch({ type: 'insert' })
    expect(only(one)).toMatchObject({ points: [[0, 0], [50, 0], [100, 0], [100, 80]] }) // biome-ignore format: places
    one.dispatch({ type: 'delete' })
    expect(only(one)).toMatchObject({ points: [[0, 0], [100, 0], [100, 80]] }) // biome-ignore format: places
    enter(one)
    one.dispatch({ type: 'delete' })
    enter(one)
    one.dispatch({ type: 'delete' })

    expect(notice(one)).toBe('last_vertices')
    expect(only(one)).toMatchObject({
      points: [
        [100, 0],
        [100, 80],
      ],
    })
  })
})

describe('a hole', () => {
  const square = polygon([100, 100], [500, 100], [500, 500], [100, 500])
  const cutTriangle = (one: Engine, ...places: [number, number][]) => {
    for (const place of places) click(one, place)
    enter(one)
  }
  const rings = (one: Engine) => (only(one) as PolygonGeometry).rings

  test('is cut into the selected polygon while cutting is on', () => {
    const one = engine(object('a', square))
    one.select(['a'])
    one.setTool('polygon')
    one.draw({ cutting: true })

    cutTriangle(one, [200, 200], [300, 200], [300, 300])

    expect(rings(one)[0]?.[1]).toEqual([[200, 200], [300, 200], [300, 300]]) // biome-ignore format: places
    one.undo()
    expect(only(one)).toEqual(square)
  })

  test('is cut with Alt at the first point, also when another object is selected', () => {
    const one = engine(object('a', square))
    one.setTool('polygon')

    click(one, [200, 200], { alt: true })
    cutTriangle(one, [300, 200], [300, 300])

    expect(rings(one)[0]).toHaveLength(2)
    expect([...one.getSnapshot().selection]).toEqual(['a'])
  })

  test('outside or across the outline is refused and stays open', () => {
    const one = engine(object('a', square))
    one.setTool('polygon')
    one.draw({ cutting: true })

    cutTriangle(one, [200, 200], [700, 200], [300, 300])

    expect(notice(one)).toBe('hole_outside')
    expect(only(one)).toEqual(square)
    expect(one.getSnapshot().draft?.kind).toBe('path')
  })

  test('goes with its last three vertices', () => {
    const one = engine(object('a', square))
    one.setTool('polygon')
    one.draw({ cutting: true })
    cutTriangle(one, [200, 200], [300, 200], [300, 300])
    one.setTool('select')

    click(one, [200, 200], { alt: true })

    expect(only(one)).toEqual(square)
  })
})

describe('the skeleton', () => {
  const nodes = (one: Engine) => (only(one) as SkeletonGeometry).points

  test('is placed as a whole into a dragged box', () => {
    const one = ruled()
    one.setTool('skeleton')

    drag(one, [100, 100], [200, 300])

    expect(nodes(one)).toEqual([
      { node: 'head', x: 150, y: 100, v: 2 },
      { node: 'left', x: 100, y: 200, v: 2 },
      { node: 'right', x: 200, y: 200, v: 2 },
    ])
  })

  test('is placed node after node; sight says hidden, Delete leaves one out', () => {
    const one = ruled()
    one.setTool('skeleton')

    click(one, [150, 100])
    one.dispatch({ type: 'sight' })
    click(one, [90, 210])
    one.dispatch({ type: 'delete' })

    expect(nodes(one)).toEqual([
      { node: 'head', x: 150, y: 100, v: 2 },
      { node: 'left', x: 90, y: 210, v: 1 },
      { node: 'right', x: 0, y: 0, v: 0 },
    ])
  })

  test('ends with Enter, the rest left out; undo while setting takes one node back', () => {
    const one = ruled()
    one.setTool('skeleton')
    click(one, [150, 100])
    click(one, [90, 210])

    one.undo()
    enter(one)

    expect(nodes(one).map(({ v }) => v)).toEqual([2, 0, 0])
  })

  test('is drawn by arrows and Enter alone', () => {
    const one = ruled()
    one.setTool('skeleton')

    for (let i = 0; i < 3; i++) {
      arrow(one, 'right', { shift: true })
      enter(one)
    }

    expect(nodes(one).map(({ x, y }) => [x, y])).toEqual([[510, 400], [520, 400], [530, 400]]) // biome-ignore format: places
  })

  test('a node goes out of the picture and comes back where the plan has it', () => {
    const one = ruled()
    one.setTool('skeleton')
    drag(one, [100, 100], [200, 300])
    one.setTool('select')
    one.select(['new-1'])
    enter(one)
    enter(one)

    one.dispatch({ type: 'sight' })
    expect(nodes(one)[1]).toEqual({ node: 'left', x: 100, y: 200, v: 1 })
    one.dispatch({ type: 'sight' })
    expect(nodes(one)[1]).toEqual({ node: 'left', x: 0, y: 0, v: 0 })
    one.dispatch({ type: 'sight' })

    expect(nodes(one)[1]).toMatchObject({ node: 'left', v: 2 })
  })

  test('keeps its last node', () => {
    const one = ruled()
    one.setTool('skeleton')
    click(one, [150, 100])
    enter(one)
    one.setTool('select')
    one.select(['new-1'])
    enter(one)

    one.dispatch({ type: 'sight' })
    one.dispatch({ type: 'sight' })

    expect(notice(one)).toBe('last_node')
    expect(nodes(one)[0]?.v).toBe(1)
  })

  test('cannot be drawn for a class without one', () => {
    const one = engine()
    one.setTool('skeleton')

    click(one, [150, 100])

    expect(notice(one)).toBe('no_skeleton')
    expect(shapes(one)).toEqual([])
  })
})

describe('snapping', () => {
  const line = { kind: 'polyline', points: [[100, 100], [300, 100]], closed: false, directed: false } as const // biome-ignore format: one line

  test('draws a point onto a vertex before an edge, and leaves it alone when off', () => {
    const one = engine(object('a', line))
    one.setTool('point')

    one.draw({ snapping: true })
    click(one, [304, 103])
    click(one, [200, 105])
    one.draw({ snapping: false })
    click(one, [200, 105])

    expect(shapes(one).slice(1)).toEqual([
      { kind: 'point', x: 300, y: 100 },
      { kind: 'point', x: 200, y: 100 },
      { kind: 'point', x: 200, y: 105 },
    ])
  })

  test('does not draw a vertex onto its own object', () => {
    const one = engine(object('a', line))
    one.draw({ snapping: true })
    one.select(['a'])

    drag(one, [300, 100], [297, 104])

    expect(only(one)).toMatchObject({
      points: [
        [100, 100],
        [297, 104],
      ],
    })
  })

  test('ignores what is locked or hidden', () => {
    const one = engine(object('a', line))
    one.lock(['a'])
    one.draw({ snapping: true })
    one.setTool('point')

    click(one, [304, 103])

    expect(shapes(one)[1]).toEqual({ kind: 'point', x: 304, y: 103 })
  })
})

describe('an edge', () => {
  test('goes with both its ends by Ctrl and a drag, and by Alt and arrows', () => {
    const one = engine(object('a', polygon([100, 100], [300, 100], [300, 300], [100, 300])))
    one.select(['a'])

    drag(one, [200, 100], [210, 60], { command: true })
    expect(only(one)).toEqual(polygon([110, 60], [310, 60], [300, 300], [100, 300]))
    enter(one)
    arrow(one, 'up', { alt: true })

    expect(only(one)).toEqual(polygon([110, 59], [310, 59], [300, 300], [100, 300]))
  })
})
