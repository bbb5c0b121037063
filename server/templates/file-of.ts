/** Meta: what WhatsApp takes, by the endings people give such files. */
const endings: Record<string, readonly string[]> = {
  image: ['jpg', 'jpeg', 'png', 'webp', 'gif'],
  video: ['mp4', '3gp', '3gpp', 'mov'],
  audio: ['mp3', 'ogg', 'aac', 'amr', 'm4a'],
  document: ['pdf', 'doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx', 'txt', 'csv'],
}

/** What the file at an address is, by its name alone: nothing is fetched. `file` when the name does not tell. */
export function fileOf(url: string): { kind: string; name: string } {
  const path = url.replace(/^[a-z]+:\/\/[^/]*/i, '').split(/[?#]/)[0] ?? ''
  const name = decoded(path.split('/').findLast(Boolean) ?? '')
  const ending = /\.([a-z0-9]{2,5})$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  const kind = Object.keys(endings).find((one) => endings[one]?.includes(ending))
  return { kind: kind ?? 'file', name: name || url }
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
