const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  ENOTFOUND: 'the host name was not found',
  EAI_AGAIN: 'the host name could not be looked up',
  EHOSTUNREACH: 'there is no way to the host',
  ENETUNREACH: 'there is no way to the network',
  ETIMEDOUT: 'the connection timed out',
  EPIPE: 'the connection was closed while we wrote',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  UND_ERR_HEADERS_TIMEOUT: 'no answer in time',
  UND_ERR_BODY_TIMEOUT: 'the answer stopped half-way',
  UND_ERR_SOCKET: 'the connection was closed before the answer was whole',
  UND_ERR_DESTROYED: 'the connections were closed',
  UND_ERR_CLOSED: 'the connections were closed',
}

/** A network failure in plain words with its code; never a header, a body or a URL. */
export function describeFailure(error: unknown): string {
  const code = codeOf(error)
  if (!code) return 'the connection failed'
  if (/CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL|EPROTO/.test(code))
    return `no trusted secure connection (${code})`
  if (code.startsWith('HPE_')) return `the answer was not proper HTTP (${code})`
  return `${words[code] ?? 'the connection failed'} (${code})`
}

function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  if ('code' in error && typeof error.code === 'string') return error.code
  return error instanceof AggregateError ? codeOf(error.errors[0]) : codeOf(error.cause)
}
