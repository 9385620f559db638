import type { ReactNode } from 'react'
import layout from './layout.module.css'
import { type Block, blocks } from './markdown'

/** Makes an element of a link, or leaves it as it was written. The text's author decides nothing here. */
export type LinkTo = (href: string, text: string) => ReactNode

/** A part of a line with its marks: strong, code, a link or as it stands. */
function Part({ text, link }: { readonly text: string; readonly link: LinkTo | undefined }) {
  if (/^\*\*.+\*\*$/.test(text)) return <strong>{text.slice(2, -2)}</strong>
  if (/^`.+`$/.test(text)) return <code>{text.slice(1, -1)}</code>
  const found = link && /^\[(.+)\]\(([^)]*)\)$/.exec(text)
  return found ? link(found[2] ?? '', found[1] ?? '') : text
}

/** `**strong**`, `` `code` `` and links of a line; all the rest as it stands. */
function Line({ text, link }: { readonly text: string; readonly link: LinkTo | undefined }) {
  return text.split(/(\*\*.+?\*\*|`[^`]+`|\[[^\]]+\]\([^)]*\))/).map((part, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of a fixed text
    <Part key={i} text={part} link={link} />
  ))
}

interface Props {
  readonly text: string
  /** Who may follow a link, and where to; without it links stay the text that they are. */
  readonly link?: LinkTo | undefined
}

function Table({
  block,
  link,
}: {
  readonly block: Block & { kind: 'table' }
  readonly link: LinkTo | undefined
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by keys
    <div className={layout['scroll']} tabIndex={0}>
      <table className={layout['table']}>
        <thead>
          <tr>
            {block.head.map((cell, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: cells of a fixed text
              <th key={i} scope="col">
                <Line text={cell} link={link} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {block.rows.map((row, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a fixed text
            <tr key={i}>
              {row.map((cell, j) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: cells of a fixed text
                <td key={j}>
                  <Line text={cell} link={link} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Shown({ block, link }: { readonly block: Block; readonly link: LinkTo | undefined }) {
  switch (block.kind) {
    case 'heading':
      return (
        <h3>
          <Line text={block.text} link={link} />
        </h3>
      )
    case 'paragraph':
      return (
        <p>
          <Line text={block.text} link={link} />
        </p>
      )
    case 'code':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long line is scrolled by keys
        <pre className={layout['scroll']} tabIndex={0}>
          {block.text}
        </pre>
      )
    case 'table':
      return <Table block={block} link={link} />
    case 'list': {
      const List = block.ordered ? 'ol' : 'ul'
      return (
        <List>
          {block.items.map((item, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: items of a fixed text
            <li key={i}>
              <Line text={item} link={link} />
            </li>
          ))}
        </List>
      )
    }
  }
}

/** Text that people wrote, as elements: no HTML of the text is ever taken for HTML, and nothing in it loads. */
export function Markdown({ text, link }: Props) {
  return (
    <div className={layout['prose']}>
      {blocks(text).map((block, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks of a fixed text
        <Shown key={i} block={block} link={link} />
      ))}
    </div>
  )
}
