/** How the page looks; served by itself, since nothing inline is allowed. */
export const HAND_STYLE = `
* { box-sizing: border-box }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 0 auto; padding: 1rem; color: #1d2329; background: #f4f5f7 }
h1 { font-size: 1.25rem; margin: 0 0 .5rem }
nav, .row { display: flex; flex-wrap: wrap; gap: .5rem; margin: .5rem 0; align-items: center }
nav > b { font-weight: 600; color: #4a5561; min-width: 5rem }
nav a, button { font: inherit; color: #0b57d0; background: #fff; border: 1px solid #b9c0ca; border-radius: .5rem; padding: .35rem .8rem; min-height: 2.5rem; text-decoration: none; cursor: pointer }
nav a[aria-current] { background: #0b57d0; border-color: #0b57d0; color: #fff }
iframe { display: block; width: 100%; height: 52vh; border: 1px solid #b9c0ca; border-radius: .75rem; background: #fff }
.chat { background: #fff; max-width: none }
article { background: #eef1f5; border-radius: .75rem; padding: .5rem .75rem; margin: 0 15% .75rem 0; white-space: pre-wrap; overflow-wrap: anywhere }
article.person { background: #d9e7ff; margin: 0 0 .75rem 15% }
article > b { display: block; font-size: .8rem; color: #4a5561 }
article form { display: inline-block; margin: .3rem .3rem 0 0 }
.say { display: grid; grid-template-columns: 1fr auto; gap: .5rem; margin: .75rem 0; align-items: end }
.form { background: #fff; border: 1px solid #b9c0ca; border-radius: .75rem; padding: .75rem 1rem; margin: .75rem 0 }
.form h2 { font-size: 1.1rem; margin: 0 }
.form p, label { display: block; white-space: pre-wrap; margin: .6rem 0 }
textarea, select { display: block; font: inherit; width: 100%; padding: .5rem; border: 1px solid #6b7682; border-radius: .5rem; background: #fff }
.failed { color: #b3261e }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: .85rem }
`
