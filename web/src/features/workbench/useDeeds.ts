import { useEffect, useRef } from 'react'
import type { Engine } from '../../canvas/engine'
import { tellDeed } from '../../ui/deeds'
import type { DeskSnapshot } from './desk'

/** Watches one task's engine: what it says was done, was done, by mouse, key or menu. */
export function watchEngine(engine: Engine): () => void {
  const look = () => {
    const { scene, brush, revision } = engine.getCalm()
    return { objects: scene.size, answers: JSON.stringify([...scene.answers()]), brush, revision }
  }
  let before = look()
  return engine.subscribe(() => {
    const { brush, revision } = engine.getCalm()
    if (brush === before.brush && revision === before.revision) return
    const now = look()
    if (now.brush !== before.brush) tellDeed('class')
    if (now.objects > before.objects) tellDeed('drawn')
    if (now.answers !== before.answers) tellDeed('answered')
    before = now
  })
}

/** Tells what is done at a task that is on the screen. */
export function useTaskDeeds(engine: Engine, guiding: boolean): void {
  useEffect(() => {
    tellDeed('opened')
    return watchEngine(engine)
  }, [engine])
  useEffect(() => {
    if (guiding) tellDeed('guideline')
  }, [guiding])
}

/** Tells each submit that the server has taken. */
export function useSubmitDeeds({ done, sending }: DeskSnapshot): void {
  const told = useRef(done)
  useEffect(() => {
    if (sending) return
    if (done > told.current) tellDeed('submitted')
    told.current = done
  }, [done, sending])
}
