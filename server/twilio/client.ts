import { basicAuthorization, type TwilioAccount } from './account.ts'
import { openConnections, type Connections } from './connections.ts'
import {
  createContent,
  deleteContent,
  fetchApproval,
  listContents,
  submitContent,
  updateContent,
  type NewContent,
} from './contents.ts'
import { fetchMedia, type MediaLimits } from './fetch-media.ts'
import { openLibrary } from './library.ts'
import { fetchMessage, listMedia, listMessages, type MessageFilter } from './listed-messages.ts'
import {
  fetchMessagingService,
  listChannelSenders,
  listMessagingServices,
  useSenderWebhooks,
} from './messaging-services.ts'
import { sendMessage, type OutboundMessage, type SendLimits } from './send-message.ts'
import {
  fetchSender,
  listSenders,
  updateSenderProfile,
  updateSenderWebhook,
  type TwilioSenderProfile,
  type WebhookUrls,
} from './senders.ts'
import { testCredentials } from './test-credentials.ts'
import { sendTyping } from './typing.ts'

export interface TwilioSettings {
  accountSid: string
  authToken: string
  /** Every Twilio host is reached here instead: the simulator. Null for Twilio itself. */
  apiUrl: string | null
  /** Shared with other accounts; without it the client opens its own and closes them when it is disposed. */
  connections?: Connections
}

/** Twilio on behalf of one account. Expected failures are values; nothing is repeated. */
export type TwilioClient = ReturnType<typeof openTwilio>

/** Opens nothing yet: sockets and Twilio's library come with the first question. */
export function openTwilio({ accountSid, authToken, apiUrl, connections: shared }: TwilioSettings) {
  const connections = shared ?? openConnections()
  const account: TwilioAccount = {
    accountSid,
    authorization: basicAuthorization(accountSid, authToken),
    apiUrl: apiUrl === null ? null : new URL(apiUrl),
    connections,
  }
  const ask = openLibrary(account, authToken)
  return {
    accountSid,
    testCredentials: () => testCredentials(ask, accountSid),

    listSenders: () => listSenders(ask),
    fetchSender: (sid: string) => fetchSender(ask, sid),
    updateSenderWebhook: (sid: string, urls: WebhookUrls) => updateSenderWebhook(ask, sid, urls),
    updateSenderProfile: (sid: string, changes: Partial<TwilioSenderProfile>) =>
      updateSenderProfile(ask, sid, changes),
    listMessagingServices: () => listMessagingServices(ask),
    fetchMessagingService: (sid: string) => fetchMessagingService(ask, sid),
    listChannelSenders: (serviceSid: string) => listChannelSenders(ask, serviceSid),
    useSenderWebhooks: (serviceSid: string) => useSenderWebhooks(ask, serviceSid),

    listContents: () => listContents(ask),
    createContent: (content: NewContent) => createContent(ask, content),
    updateContent: (sid: string, content: NewContent) => updateContent(ask, sid, content),
    deleteContent: (sid: string) => deleteContent(ask, sid),
    submitContent: (sid: string, as: { name: string; category: string; allowCategoryChange: boolean }) =>
      submitContent(ask, sid, as),
    fetchApproval: (sid: string) => fetchApproval(ask, sid),

    sendMessage: (message: OutboundMessage, limits?: SendLimits) => sendMessage(account, message, limits),
    fetchMessage: (sid: string) => fetchMessage(ask, sid),
    listMessages: (filter: MessageFilter) => listMessages(ask, filter),
    listMedia: (messageSid: string) => listMedia(ask, account, messageSid),
    fetchMedia: (url: string, limits?: MediaLimits) => fetchMedia(account, url, limits),
    sendTyping: (inboundMessageSid: string) => sendTyping(ask, inboundMessageSid),

    /** Closes the connections unless they are shared. */
    [Symbol.asyncDispose]: async () => {
      if (!shared) await connections[Symbol.asyncDispose]()
    },
  }
}
