import { Link } from '@tanstack/react-router'
import { Check, CircleUser } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { Me } from '../api/shapes'
import css from '../ui/controls.module.css'
import { setLanguage, useLanguage, useT } from '../ui/messages'
import { setSingleKeys, setTheme, type Theme, useSingleKeys, useTheme } from '../ui/preferences'

const THEMES: readonly Theme[] = ['light', 'dark', 'reading']
const PLACES = [
  ['/account', 'account.title'],
  ['/settings', 'settings.title'],
  ['/about', 'about.title'],
] as const
const FOR_ADMINS = [['/organisation', 'office.title']] as const
const LANGUAGES = [
  ['en', 'English'],
  ['de', 'Deutsch'],
] as const

function Choice({
  label,
  on,
  onChoose,
  lang,
}: {
  label: string
  on: boolean
  onChoose: () => void
  lang?: string
}) {
  return (
    <DropdownMenu.CheckboxItem className={css['menuItem']} checked={on} onSelect={onChoose} lang={lang}>
      {label}
      <DropdownMenu.ItemIndicator>
        <Check size={16} strokeWidth={1.5} aria-hidden />
      </DropdownMenu.ItemIndicator>
    </DropdownMenu.CheckboxItem>
  )
}

/** Who is signed in, and what this browser remembers about how things look. */
export function AccountMenu({ me }: { readonly me: Me }) {
  const t = useT()
  const theme = useTheme()
  const language = useLanguage()
  const keys = useSingleKeys()
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        className={`${css['button']} ${css['quiet']} ${css['icon']}`}
        aria-label={t('account.menu', { name: me.name })}
        title={t('account.menu', { name: me.name })}
      >
        <CircleUser size={16} strokeWidth={1.5} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Content className={css['menu']} align="end" sideOffset={4}>
        <DropdownMenu.Label className={css['menuLabel']}>
          {me.name} · {me.email}
        </DropdownMenu.Label>
        {[...PLACES, ...(me.site_role === 'admin' ? FOR_ADMINS : [])].map(([to, name]) => (
          <DropdownMenu.Item key={to} asChild>
            <Link className={css['menuItem']} to={to}>
              {t(name)}
            </Link>
          </DropdownMenu.Item>
        ))}
        <DropdownMenu.Separator className={css['menuLine']} />
        <DropdownMenu.Label className={css['menuLabel']}>{t('account.theme')}</DropdownMenu.Label>
        {THEMES.map((one) => (
          <Choice key={one} label={t(`theme.${one}`)} on={theme === one} onChoose={() => setTheme(one)} />
        ))}
        <DropdownMenu.Separator className={css['menuLine']} />
        <DropdownMenu.Label className={css['menuLabel']}>{t('account.language')}</DropdownMenu.Label>
        {LANGUAGES.map(([code, name]) => (
          <Choice
            key={code}
            label={name}
            lang={code}
            on={language === code}
            onChoose={() => setLanguage(code)}
          />
        ))}
        <DropdownMenu.Separator className={css['menuLine']} />
        <Choice label={t('account.singleKeys')} on={keys} onChoose={() => setSingleKeys(!keys)} />
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  )
}
