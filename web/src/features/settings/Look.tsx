import layout from '../../ui/layout.module.css'
import { setLanguage, useLanguage, useT } from '../../ui/messages'
import { setTheme, type Theme, useTheme } from '../../ui/preferences'
import css from './settings.module.css'

const THEMES: readonly Theme[] = ['light', 'dark', 'reading']
const LANGUAGES = [
  ['en', 'English'],
  ['de', 'Deutsch'],
] as const

/** A theme as it looks, whichever is in force. */
function ThemeCard({ theme, on }: { readonly theme: Theme; readonly on: boolean }) {
  const t = useT()
  return (
    <label className={css['card']} data-theme={theme}>
      <span className={css['cardHead']}>
        <input type="radio" name="theme" value={theme} checked={on} onChange={() => setTheme(theme)} />
        {t(`theme.${theme}`)}
      </span>
      <span className={css['cardText']}>{t(`settings.theme.${theme}`)}</span>
      <span className={css['marks']} aria-hidden>
        {(['accent', 'ok', 'wait', 'refuse', 'sealed'] as const).map((tone) => (
          <span key={tone} data-tone={tone} />
        ))}
      </span>
    </label>
  )
}

/** Theme and language. */
export function Look() {
  const t = useT()
  const theme = useTheme()
  const language = useLanguage()
  return (
    <div className={layout['stack']}>
      <fieldset className={css['cards']}>
        <legend>{t('account.theme')}</legend>
        {THEMES.map((one) => (
          <ThemeCard key={one} theme={one} on={theme === one} />
        ))}
      </fieldset>
      <fieldset className={css['line']}>
        <legend>{t('account.language')}</legend>
        {LANGUAGES.map(([code, name]) => (
          <label key={code} lang={code}>
            <input
              type="radio"
              name="language"
              value={code}
              checked={language === code}
              onChange={() => setLanguage(code)}
            />{' '}
            {name}
          </label>
        ))}
      </fieldset>
    </div>
  )
}
