// Characters that show nothing and can carry hidden text: tags, variation selectors, zero-width marks.
export const invisible =
  /[\u{E0000}-\u{E007F}]|[\u{FE00}-\u{FE0F}]|[\u{E0100}-\u{E01EF}]|\u200B|\u200C|\u200E|\u200F|[\u2060-\u2064]|\uFEFF/gu

/** Text of strangers as data: nothing invisible, and no way out of its tags. */
export const asData = (text: string) =>
  `<data>${text.replaceAll(invisible, '').replaceAll(/<\/?data>/giu, '')}</data>`
