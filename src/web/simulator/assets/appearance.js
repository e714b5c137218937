import { find, icon } from './element.js'
import { keep, recall } from './kept.js'
import { language, onLanguage, speak, words } from './language.js'

const THEMES = /** @type {const} */ (['auto', 'light', 'dark'])

/** The two buttons that change how the page looks and speaks. */
export function appearance() {
  const languageButton = find('#language')
  const themeButton = find('#theme')
  let theme = /** @type {typeof THEMES[number]} */ (recall().theme ?? 'auto')

  const render = () => {
    languageButton.replaceChildren(icon('language'), words().switchTo)
    languageButton.lang = language() === 'en' ? 'zh-CN' : 'en'
    themeButton.replaceChildren(icon(theme))
    themeButton.setAttribute('aria-label', words().theme[theme])
    themeButton.title = words().theme[theme]
  }
  languageButton.addEventListener('click', () => speak(language() === 'en' ? 'zh-CN' : 'en'))
  themeButton.addEventListener('click', () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'auto'
    if (theme === 'auto') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = theme
    keep({ theme: theme === 'auto' ? undefined : theme })
    render()
  })
  onLanguage(render)
  render()
}
