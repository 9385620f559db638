import webPackages from 'virtual:labelkeep-licences'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type About, about as aboutQuery } from '../../api/organisation'
import { Await } from '../../ui/Await'
import { ButtonLink } from '../../ui/Button'
import layout from '../../ui/layout.module.css'
import { useLanguage, useT } from '../../ui/messages'
import { Facts, Page, Section } from '../../ui/Page'
import css from './about.module.css'
import { byLicence, type Shipped } from './shipped'

/** The packages of one side, folded away under how many stand under which licence. */
function Made({ title, packages }: { readonly title: string; readonly packages: readonly Shipped[] }) {
  const t = useT()
  const told = byLicence(packages).map(([licence, n]) => `${licence || t('about.noLicence')} ${n}`)
  return (
    <details className={css['made']}>
      <summary>
        <b>{title}</b> · {t('about.packages', { n: packages.length })}
        <span className={layout['note']}>{told.join(' · ')}</span>
      </summary>
      <table className={layout['table']}>
        <thead>
          <tr>
            <th scope="col">{t('about.package')}</th>
            <th scope="col">{t('about.version')}</th>
            <th scope="col">{t('about.licence')}</th>
          </tr>
        </thead>
        <tbody>
          {packages.map((one) => (
            <tr key={`${one.name} ${one.version}`}>
              <th scope="row">{one.name}</th>
              <td className={layout['mono']}>{one.version}</td>
              <td>{one.licence || t('about.noLicence')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}

function Head({ head }: { readonly head: About['head'] }) {
  const t = useT()
  const language = useLanguage()
  if (!head) return <p className={layout['dim']}>{t('about.noHead')}</p>
  return (
    <div className={layout['stack']}>
      <p className={layout['note']}>{t('about.headText')}</p>
      <Facts
        items={[
          [t('about.log'), <code key="log">{head.origin}</code>],
          [t('about.events'), head.size.toLocaleString(language)],
          [t('about.root'), <code key="root">{head.root}</code>],
          [t('about.key'), <code key="key">{head.vkey}</code>],
          [t('about.verify'), <code key="verify">labelkeep audit verify</code>],
        ]}
      />
    </div>
  )
}

function Body({ about }: { readonly about: About }) {
  const t = useT()
  return (
    <>
      <Section title={t('about.data')}>
        <ul className={css['points']}>
          <li>{t('about.data.here')}</li>
          <li>{t(`about.data.${about.database}`)}</li>
          <li>{t('about.data.sealed')}</li>
          <li>{t('about.data.nobody')}</li>
        </ul>
      </Section>
      <Section title={t('about.head')}>
        <Head head={about.head} />
      </Section>
      <Section title={t('about.made')} side={t('about.madeSide')}>
        <Made title={t('about.server')} packages={about.packages} />
        <Made title={t('about.app')} packages={webPackages} />
      </Section>
    </>
  )
}

/** What runs here, who holds the data, what it is made of, and the head of the log to keep elsewhere. */
export function AboutPage() {
  const t = useT()
  const found = useQuery(aboutQuery)
  return (
    <Page
      title={t('about.title')}
      lead={
        found.data ? t('about.lead', { version: found.data.version, licence: found.data.licence }) : undefined
      }
      action={<ButtonLink to="/help">{t('about.docs')}</ButtonLink>}
      width="narrow"
    >
      <Await query={found} what={t('about.loading')}>
        {(value) => <Body about={value} />}
      </Await>
      <p className={css['more']}>
        <Link to="/help/$" params={{ _splat: 'secure/index' }}>
          {t('about.secure')}
        </Link>
        <Link to="/help/$" params={{ _splat: 'secure/limits' }}>
          {t('about.limits')}
        </Link>
      </p>
    </Page>
  )
}
