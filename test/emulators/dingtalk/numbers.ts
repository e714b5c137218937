/** What a message says can be typed: numbers, letters, words. */
export function numbersIn(text: string): { label: string; typed: string }[] {
  const numbers = [...text.matchAll(/^(?:(\d+) {2}|([A-Z]) )(\S.*?) *$/gm)].map(([, number, letter, label = '']) => ({
    label,
    typed: number ?? letter ?? '',
  }))
  const words = /^也可以回复：(.+?) *$/m.exec(text)?.[1]?.split('、') ?? []
  return [...numbers, ...words.map((word) => ({ label: word, typed: word }))]
}
