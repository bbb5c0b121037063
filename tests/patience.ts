/** How long tests wait for something to come about, in milliseconds: long enough for a machine that is slow and busy with other things. */
export const patience = { timeout: 60_000 }
