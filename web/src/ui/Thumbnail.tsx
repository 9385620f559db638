import { EyeOff } from 'lucide-react'
import { useState } from 'react'
import { address } from '../api/client'
import { useT } from './messages'

/** A small picture of an asset, or the sign that the policy shows none. */
export function Thumbnail(props: {
  readonly projectId: string
  readonly assetId: string
  readonly alt: string
  readonly className?: string | undefined
}) {
  const t = useT()
  const [missing, setMissing] = useState(false)
  return (
    <div className={props.className}>
      {missing ? (
        <EyeOff size={16} strokeWidth={1.5} aria-label={t('assets.noThumbnail')} role="img" />
      ) : (
        <img
          src={address(`/projects/${props.projectId}/assets/${props.assetId}/thumbnail`)}
          alt={props.alt}
          loading="lazy"
          decoding="async"
          draggable={false}
          onError={() => setMissing(true)}
        />
      )}
    </div>
  )
}
