// A classic script, run before the first paint: what was chosen last time must not flash in later.
;(() => {
  const root = document.documentElement
  /** @type {Record<string, unknown>} */
  let kept = {}
  try {
    kept = JSON.parse(localStorage.getItem('hearback.simulator') ?? '{}') ?? {}
  } catch {
    // Nothing kept, or nothing readable: as on the first visit.
  }
  if (kept.theme === 'light' || kept.theme === 'dark') root.dataset.theme = kept.theme
  const spoken = kept.language ?? navigator.language
  root.lang = String(spoken).toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
})()
