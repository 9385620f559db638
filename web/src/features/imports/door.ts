import { call } from '../../api/client'
import type { UploadFile } from '../../api/shapes'
import type { Memory, UploadDoor } from './upload'

/** The server's side of an upload. */
export function doorOf(projectId: string, importId: string): UploadDoor {
  const files = `/projects/${projectId}/imports/${importId}/files`
  return {
    open: (name, size) => call<UploadFile>(files, { method: 'POST', body: { name, size } }),
    status: (id) => call<{ received: number; size: number }>(`${files}/${id}`),
    put: (id, offset, chunk) =>
      call<{ received: number }>(`${files}/${id}?offset=${offset}`, { method: 'PUT', raw: chunk }),
  }
}

/** Survives a reload of this tab and is emptied at sign-out; holds hashes and ids only. */
export const tabMemory: Memory = {
  recall: (mark) => {
    const kept = window.sessionStorage.getItem(`upload.${mark}`)
    const [fileId, chunkSize] = (kept ?? '').split(' ')
    return fileId && chunkSize ? { fileId, chunkSize: Number(chunkSize) } : null
  },
  remember: (mark, fileId, chunkSize) =>
    window.sessionStorage.setItem(`upload.${mark}`, `${fileId} ${chunkSize}`),
}
