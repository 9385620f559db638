/** Which tool draws what, and which tools a class may be drawn with. */
import type { ToolId } from '../../canvas/snapshot'
import type { Entry } from './vocabulary'

export type DrawTool = Exclude<ToolId, 'select' | 'place' | 'split'>

type Drawable = Entry['task']['geometry'][number]

/** What each tool draws, in the order in which a class takes one in hand. A class for turned boxes takes upright ones too. */
const draws: Readonly<Record<DrawTool, readonly Drawable[]>> = {
  box: ['bbox', 'rbox'],
  rbox: ['rbox'],
  polygon: ['polygon'],
  polyline: ['polyline'],
  ellipse: ['ellipse'],
  skeleton: ['skeleton'],
  point: ['point'],
  brush: ['mask'],
}

const order = Object.keys(draws) as DrawTool[]

const fits = (tool: DrawTool, entry: Entry) => draws[tool].some((one) => entry.task.geometry.includes(one))

/** Whether a tool draws what the class may be. */
export function toolFits(tool: ToolId, entry: Entry | undefined): boolean {
  return (
    tool === 'select' || tool === 'place' || tool === 'split' || (entry !== undefined && fits(tool, entry))
  )
}

/** The tool that a class takes in hand by itself. */
export const firstTool = (entry: Entry): ToolId => {
  // Who may be drawn as turned boxes only is mostly drawn turned.
  if (fits('rbox', entry) && !entry.task.geometry.includes('bbox')) return 'rbox'
  return order.find((tool) => fits(tool, entry)) ?? 'select'
}

/** The tool behind the key that points and skeletons share. */
export const pointTool = (entry: Entry | undefined): 'point' | 'skeleton' =>
  entry && fits('skeleton', entry) ? 'skeleton' : 'point'
