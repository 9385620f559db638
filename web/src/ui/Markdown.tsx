import layout from './layout.module.css'
import { blocks } from './markdown'

/** A part of a line with its marks: strong, code or as it stands. */
function Part({ text }: { readonly text: string }) {
  if (/^\*\*.+\*\*$/.test(text)) return <strong>{text.slice(2, -2)}</strong>
  if (/^`.+`$/.test(text)) return <code>{text.slice(1, -1)}</code>
  return text
}

/** `**strong**` and `` `code` `` parts of a line; all the rest as it stands. */
function Line({ text }: { readonly text: string }) {
  return text.split(/(\*\*.+?\*\*|`[^`]+`)/).map((part, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of a fixed text
    <Part key={i} text={part} />
  ))
}

/** A guideline as people read it. */
export function Markdown({ text }: { readonly text: string }) {
  return (
    <div className={layout['prose']}>
      {blocks(text).map((block, i) => {
        // biome-ignore-start lint/suspicious/noArrayIndexKey: blocks of a fixed text
        if (block.kind === 'heading')
          return (
            <h3 key={i}>
              <Line text={block.text} />
            </h3>
          )
        if (block.kind === 'paragraph')
          return (
            <p key={i}>
              <Line text={block.text} />
            </p>
          )
        return (
          <ul key={i}>
            {block.items.map((item, j) => (
              <li key={j}>
                <Line text={item} />
              </li>
            ))}
          </ul>
        )
        // biome-ignore-end lint/suspicious/noArrayIndexKey: blocks of a fixed text
      })}
    </div>
  )
}
