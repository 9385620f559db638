import { EyeOff } from 'lucide-react'
import { useState } from 'react'
import { address } from '../../api/client'
import { useT } from '../../ui/messages'
import css from './assets.module.css'

/** A small picture, or the sign that the policy shows none. */
export function Thumbnail({
  projectId,
  assetId,
  alt,
}: {
  readonly projectId: string
  readonly assetId: string
  readonly alt: string
}) {
  const t = useT()
  const [missing, setMissing] = useState(false)
  return (
    <div className={css['picture']}>
      {missing ? (
        <EyeOff size={16} strokeWidth={1.5} aria-label={t('assets.noThumbnail')} role="img" />
      ) : (
        <img
          src={address(`/projects/${projectId}/assets/${assetId}/thumbnail`)}
          alt={alt}
          loading="lazy"
          decoding="async"
          draggable={false}
          onError={() => setMissing(true)}
        />
      )}
    </div>
  )
}
