import { useEffect, useRef, useState } from 'react'
import type { Engine } from '../../canvas/engine'
import type { LabelObject } from '../../canvas/label'
import { useT } from '../../ui/messages'
import { selectedOne } from './acts'
import type { Comment } from './routes'
import { useEngine } from './useEngine'
import type { Vocabulary } from './vocabulary'

export interface Remarks {
  /** Whether remarks are being pinned. */
  readonly on: boolean
  readonly comments: readonly Comment[]
  readonly what: (comment: Pick<Comment, 'object' | 'at'>) => string
  /** The remark whose field takes the writing. */
  readonly writing: number
  begin(): void
  /** Begins a remark on an object, or goes back to the one that there is. */
  about(object: LabelObject): void
  end(): void
  set(comments: readonly Comment[]): void
}

/** Remarks of a reviewer: while on, a click in the picture pins one to the object or the place under it. */
export function useRemarks(engine: Engine, vocabulary: Vocabulary): Remarks {
  const t = useT()
  const { placed } = useEngine(engine)
  const [on, setOn] = useState(false)
  const [comments, setComments] = useState<readonly Comment[]>([])
  const [writing, setWriting] = useState(0)
  const seen = useRef(placed)
  useEffect(() => {
    if (!on || !placed || placed === seen.current) return
    seen.current = placed
    const { scene, page } = engine.getSnapshot()
    const object = scene.hit(placed, engine.reach)
    const at = [placed.x, placed.y] as const
    const remark = {
      object: object?.id ?? null,
      part: page.part,
      page: page.page,
      at,
      text: '',
      category: object ? 'geometry' : 'missing',
    }
    setComments((now) => {
      setWriting(now.length)
      return [...now, remark]
    })
  }, [placed, on, engine])
  const nameOf = (id: string) => {
    const object = engine.getSnapshot().scene.get(id)
    return object ? (vocabulary.find(object.task, object.class)?.class.label ?? object.class) : id
  }
  const start = () => {
    seen.current = engine.getCalm().placed
    setOn(true)
    engine.setTool('place')
  }
  const about = ({ id, part, page }: LabelObject) => {
    const known = comments.findIndex((one) => one.object === id)
    setWriting(known < 0 ? comments.length : known)
    if (known < 0)
      setComments([...comments, { object: id, part, page, at: null, text: '', category: 'geometry' }])
    start()
  }
  return {
    on,
    comments,
    writing,
    about,
    what: (comment) =>
      comment.object
        ? nameOf(comment.object)
        : t('workbench.back.place', {
            x: comment.at?.[0].toFixed(0) ?? '',
            y: comment.at?.[1].toFixed(0) ?? '',
          }),
    begin() {
      const object = selectedOne(engine)
      if (!on && object && comments.length === 0) about(object)
      else start()
    },
    end() {
      setOn(false)
      setComments([])
      engine.setTool('select')
    },
    set: setComments,
  }
}
