import { FolderOpen, Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '../../ui/Button'
import { useKeys } from '../../ui/keys'
import layout from '../../ui/layout.module.css'
import { useT } from '../../ui/messages'
import { fromDrop, fromPicker } from './files'
import css from './imports.module.css'
import type { Source } from './upload'

/** Takes files or whole folders by drop or by picker. Nothing is sent yet. */
export function DropZone({
  onChosen,
  title,
}: {
  readonly onChosen: (sources: Source[]) => void
  readonly title: string
}) {
  const t = useT()
  const [over, setOver] = useState(false)
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  useKeys([
    { keys: 'f', label: t('imports.chooseFiles'), run: () => files.current?.click() },
    { keys: 'd', label: t('imports.chooseFolder'), run: () => folder.current?.click() },
  ])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the buttons do the same
    <div
      className={css['drop']}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        void fromDrop(event.dataTransfer).then(onChosen)
      }}
    >
      <Upload size={20} strokeWidth={1.5} aria-hidden />
      <strong>{title}</strong>
      <span className={layout['note']}>{t('imports.dropHint')}</span>
      <div className={layout['row']}>
        <Button onClick={() => files.current?.click()} keys="f">
          {t('imports.chooseFiles')}
        </Button>
        <Button onClick={() => folder.current?.click()} keys="d">
          <FolderOpen size={16} strokeWidth={1.5} aria-hidden />
          {t('imports.chooseFolder')}
        </Button>
      </div>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        aria-hidden
        onChange={(event) => onChosen(fromPicker(event.target.files))}
      />
      <input
        ref={folder}
        type="file"
        hidden
        aria-hidden
        {...{ webkitdirectory: '' }}
        onChange={(event) => onChosen(fromPicker(event.target.files))}
      />
    </div>
  )
}
