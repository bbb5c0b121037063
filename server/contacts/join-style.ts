/** How an opt-in page looks: one calm column, in the visitor's light or dark. */
export const joinStyle = `
:root { --ground: #f4f6f5; --card: #fff; --ink: #14211b; --quiet: #55635c; --line: #dbe2de; --go: #0b6b4f; --go-ink: #fff; --soft: #eef5f1; --wrong: #b3261e }
@media (prefers-color-scheme: dark) {
  :root { --ground: #0f1512; --card: #18201c; --ink: #e9f0ec; --quiet: #a5b3ac; --line: #2d3833; --go: #8fe0c0; --go-ink: #06281d; --soft: #1f2a25; --wrong: #ffb4ab }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--ground); color: var(--ink); font: 17px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif }
main { max-width: 30rem; margin: 0 auto; padding: 1.75rem 1.5rem 2rem; background: var(--card); min-height: 100vh; overflow-wrap: anywhere }
@media (min-width: 36rem) {
  main { margin: 3rem auto; min-height: 0; padding: 2.25rem 2.5rem; border: 1px solid var(--line); border-radius: 18px }
}
h1 { font-size: 1.6rem; line-height: 1.2; margin: 1.25rem 0 .5rem; letter-spacing: -.01em }
h2 { font-size: .95rem; margin: 0 0 .35rem }
p { margin: 0 0 .9rem }
.who { display: flex; align-items: center; gap: .65rem; font-weight: 600; margin: 0 }
.face { width: 2.25rem; height: 2.25rem; border-radius: 50%; background: var(--go); color: var(--go-ink); display: grid; place-items: center }
section { background: var(--soft); border-radius: 12px; padding: 1rem 1.1rem; margin: 1.1rem 0 }
.wording { margin: 0; white-space: pre-line }
.quiet { color: var(--quiet); font-size: .9rem }
.go, button { display: block; width: 100%; border: 0; border-radius: 12px; padding: .85rem 1rem; font: inherit; font-weight: 600; text-align: center; text-decoration: none; cursor: pointer; background: var(--go); color: var(--go-ink); margin: 0 0 .6rem }
button { background: transparent; color: var(--go); box-shadow: inset 0 0 0 1.5px var(--go) }
a:focus-visible, button:focus-visible, input:focus-visible { outline: 3px solid var(--go); outline-offset: 2px }
figure { margin: 1.25rem 0; display: none; align-items: center; gap: 1.1rem; color: var(--quiet); font-size: .9rem }
@media (min-width: 36rem) { figure { display: flex } }
.qr { width: 9rem; flex: none; background: #fff; padding: .5rem; border-radius: 12px; line-height: 0 }
form { border-top: 1px solid var(--line); padding-top: 1.2rem; margin: 1.2rem 0 }
label { display: block; font-size: .95rem; margin-bottom: .3rem }
input { width: 100%; font: inherit; color: inherit; background: transparent; border: 1px solid var(--quiet); border-radius: 10px; padding: .7rem .8rem }
#help { margin: .35rem 0 .8rem }
.wrong { color: var(--wrong); font-size: .95rem }
`
