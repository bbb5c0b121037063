/**
 * The catalogue of expected failures. A refusal is a value: the send gate, the API, the screens and the agents
 * all show the same one. `docs/refusals.md` has a section for each, and a test keeps the two equal.
 */
export interface RefusalText {
  /** HTTP status when the refusal is the answer of a request. */
  status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 502 | 503
  /** What happened, in a few words. */
  title: string
  /** What to do about it. */
  remedy: string
}

const refusal = (status: RefusalText['status'], title: string, remedy: string): RefusalText => ({
  status,
  title,
  remedy,
})

export const refusals = {
  // Requests
  invalid_request: refusal(
    422,
    'Something in the request is not valid',
    'Correct the fields named in "issues" and send again.',
  ),
  malformed_body: refusal(
    400,
    'The body could not be read',
    'Send well-formed JSON, or a form where one is asked for.',
  ),
  body_too_large: refusal(413, 'The body is too large', 'Send less: 1 MB of JSON, 16 MB for a file.'),
  unsupported_media_type: refusal(
    415,
    'This kind of file or body is not accepted',
    'Send one of the accepted kinds.',
  ),
  not_signed_in: refusal(
    401,
    'You are not signed in',
    'Sign in, or send a valid API key in the Authorization header.',
  ),
  wrong_credentials: refusal(
    401,
    'E-mail and password do not belong together',
    'Check both and sign in again.',
  ),
  email_taken: refusal(409, 'This e-mail address is already known', 'Sign in with it instead.'),
  not_permitted: refusal(403, 'Your role does not allow this', 'Ask an owner or admin of the organization.'),
  wrong_origin: refusal(
    403,
    'The request came from another site',
    'Open Parley at its public address and try again.',
  ),
  no_organization: refusal(
    409,
    'You are not in an organization yet',
    'Create an organization or accept an invitation.',
  ),
  not_found: refusal(404, 'Not found', 'Check the address; it may have been removed.'),
  too_many_requests: refusal(429, 'Too many requests', 'Wait a moment and try again.'),
  idempotency_key_reused: refusal(
    409,
    'This idempotency key was used for another request',
    'Use a new key for a new request.',
  ),
  request_in_progress: refusal(
    409,
    'The same request is still running',
    'Wait for it; repeat with the same key to get its answer.',
  ),
  internal_fault: refusal(
    503,
    'Something went wrong on our side',
    'Try again. If it stays, the log has the details under the request id.',
  ),

  // Organizations
  already_member: refusal(
    409,
    'This person is already a member',
    'Change their role in the list of members.',
  ),
  last_owner: refusal(409, 'An organization needs an owner', 'Make someone else an owner first.'),
  invitation_expired: refusal(409, 'This invitation is no longer valid', 'Ask for a new invitation.'),

  // Contacts
  contacts_same: refusal(422, 'This is one contact already', 'Choose another contact to merge with.'),
  merged_meanwhile: refusal(
    409,
    'One of the two was merged meanwhile',
    'Open the contact again and look whether there is still something to merge.',
  ),
  contacts_merged: refusal(
    409,
    'The two records of this person became one',
    'The campaign had a place for each; one of them was kept, so the person hears it once.',
  ),

  // Connectors, senders, webhooks
  sender_not_active: refusal(
    409,
    'This number is not active',
    'Tick the number, save, then set its webhook.',
  ),
  sender_claimed_elsewhere: refusal(
    409,
    'This number is active elsewhere',
    'A number can be active in one connector at a time. Deactivate it there first.',
  ),
  connector_not_connected: refusal(
    409,
    'The connector is not connected to Twilio',
    'Correct its credentials and save it again.',
  ),
  webhook_needs_public_url: refusal(
    409,
    'Twilio cannot reach this address',
    'Set PUBLIC_URL to the https address under which Parley is reachable.',
  ),
  webhook_not_confirmed: refusal(
    502,
    'Twilio did not confirm the webhook',
    'Set it again, or paste the URL into the Twilio console yourself.',
  ),
  twilio_refused: refusal(
    502,
    'Twilio refused the request',
    'Read the reason; most need a change in the Twilio console.',
  ),
  twilio_unreachable: refusal(
    503,
    'Twilio could not be reached',
    'Nothing was changed. Try again in a moment.',
  ),
  connector_in_use: refusal(
    409,
    'This connector is in use',
    'Remove its channels first. One that has threads is kept for them: switch off receiving and sending instead.',
  ),

  // Channels, agents, knowledge
  already_bound: refusal(
    409,
    'Already bound',
    'This number answers for another agent. Remove that channel first.',
  ),
  file_not_readable: refusal(
    422,
    'No text could be read from this file',
    'Upload Markdown, text, HTML, or a PDF that contains text.',
  ),
  brain_not_configured: refusal(
    409,
    'No model is configured',
    'Set MODEL_PROVIDER and MODEL_NAME, or choose the built-in brain.',
  ),
  application_unreachable: refusal(
    502,
    'The application did not answer',
    'Check its URL and that it answers within 15 seconds.',
  ),
  address_not_allowed: refusal(422, 'This address is not allowed', 'Use a public http or https address.'),

  // Notifications
  mail_not_set_up: refusal(
    409,
    'No mail server is set',
    'Set SMTP_URL where Parley runs, e.g. smtps://user:password@mail.example.com, and start it again.',
  ),
  no_push_device: refusal(
    409,
    'No browser of yours is told by push',
    'Switch push on in the browser that should be told.',
  ),
  notification_not_delivered: refusal(
    502,
    'The test did not arrive',
    'Read the detail, correct the setting it names and try again.',
  ),

  // Leads
  stage_in_use: refusal(
    409,
    'Leads stand in this stage',
    'Move them to another stage first; then it can be removed.',
  ),

  // The send gate: why a message is not sent
  send_time_out_of_range: refusal(
    422,
    'The message cannot be sent at that hour',
    'Choose a time from a minute to a year ahead.',
  ),
  window_closed: refusal(
    409,
    'The 24-hour window is closed',
    'Wait for the contact to write, or send an approved template.',
  ),
  window_never_opened: refusal(
    409,
    'The contact has not written yet',
    'A first message needs an approved template.',
  ),
  template_not_approved: refusal(
    409,
    'This template is not approved',
    'Choose one that Meta approved, or wait for its approval.',
  ),
  template_variables_missing: refusal(
    422,
    'Some variables of the template have no value',
    'Fill in every variable.',
  ),
  no_opt_in: refusal(
    409,
    'There is no opt-in of this contact',
    'Record where and how the contact agreed to hear from you, then send.',
  ),
  template_not_valid: refusal(
    422,
    'Meta would reject this template',
    'Correct what is named in "problems", then try again.',
  ),
  template_already_submitted: refusal(
    409,
    'This template was submitted already',
    'A submitted template cannot be changed or submitted again. Duplicate it under another name.',
  ),
  template_not_suited: refusal(
    409,
    'No template says this well enough',
    'Choose a template yourself, fill what is missing, or have a new one approved.',
  ),
  opted_out: refusal(409, 'The contact opted out', 'They can start again by writing START.'),
  sender_offline: refusal(409, 'The number is offline at Twilio', 'Open the number to see Twilio’s reason.'),
  sender_inactive: refusal(409, 'The number is not active', 'Activate it on its connector.'),
  sending_off: refusal(
    409,
    'Sending is switched off for this connector',
    'Switch on "Send outbound data" on the connector.',
  ),
  credentials_refused: refusal(
    409,
    'Twilio refuses our credentials',
    'Correct the connector; waiting messages go out afterwards.',
  ),
  body_empty: refusal(422, 'There is nothing to send', 'Write a text or attach a file.'),
  body_too_long: refusal(422, 'The text is too long', 'WhatsApp through Twilio takes 1,600 characters.'),
  media_not_sendable: refusal(
    422,
    'WhatsApp does not take this file',
    'Images up to 5 MB (JPEG, PNG); audio, video and documents up to 16 MB.',
  ),
  holder_changed: refusal(409, 'Someone else holds the conversation now', 'Take over first, then send.'),
  agent_budget_spent: refusal(
    409,
    'The agent has answered this contact often enough for now',
    'A person should look at the conversation.',
  ),

  // Digital twins
  no_twin: refusal(
    409,
    'There is no digital twin',
    'The owner of the contact sets one up first, under Agents.',
  ),
  twin_not_yours: refusal(
    403,
    'This is the digital twin of another member',
    'Ask the owner of the contact; an admin may switch it off.',
  ),

  // Lists of contacts
  name_taken: refusal(
    409,
    'Another one has this name',
    'Choose a different name; capital letters make no difference.',
  ),
  too_many_fields: refusal(
    409,
    'There are as many fields as one can keep',
    'Remove one that is not used; an organization keeps at most 50 of its contacts.',
  ),
  import_started: refusal(
    409,
    'This list was brought in already',
    'Upload the file again to bring it in once more.',
  ),
  import_without_phone: refusal(
    422,
    'No column is taken for the number',
    'Say which column holds the WhatsApp number.',
  ),

  // Campaigns
  service_not_usable: refusal(
    409,
    'The Messaging Service cannot be used',
    'Open the connector: its page says whether Twilio knows the service and which numbers of its pool are not active here.',
  ),
  campaign_changed: refusal(
    409,
    'The campaign no longer says this',
    'It was changed or stopped before this message left. Nothing was sent.',
  ),
  campaign_not_launchable: refusal(
    409,
    'This campaign was launched already',
    'Duplicate it to send it again.',
  ),
  campaign_not_running: refusal(
    409,
    'The campaign is not running',
    'Reload the page to see where it stands.',
  ),
  campaign_locked: refusal(409, 'A running campaign cannot be changed', 'Pause it first, then change it.'),
  one_message_has_one_step: refusal(
    409,
    'A campaign of one message has one step',
    'Leave the other steps out, or make it a drip or a follow-up.',
  ),
  text_not_grounded: refusal(
    409,
    'The agent said more than its facts allow',
    'Write this message yourself, or give the outbound agent the fact with its source.',
  ),
  already_decided: refusal(
    409,
    'This draft was decided already',
    'Reload the queue; someone else may have looked through it.',
  ),

  daily_limit_reached: refusal(
    409,
    'Today’s limit of people to write to first is reached',
    'It goes out by itself when 24 hours have gone since earlier ones. Whoever writes to you can be answered at any time.',
  ),
  quiet_hours: refusal(
    409,
    'It is night where the contact lives',
    'It goes out by itself when the quiet hours are over.',
  ),
  contact_wrote_since: refusal(
    409,
    'The contact has written since',
    'Nothing was sent. Answer what they wrote instead.',
  ),
  replaced_by_template: refusal(
    409,
    'A template went out in its place',
    'The window had closed when WhatsApp looked. The approved template behind the text was sent once; there is nothing left to do.',
  ),

  // What can be done with a message
  not_a_draft: refusal(
    409,
    'This message is no longer a draft',
    'Reload the conversation; someone may have handled it.',
  ),
  not_resendable: refusal(
    409,
    'This message cannot be sent again',
    'Only failed, held and unknown messages can be.',
  ),
  outcome_unknown: refusal(
    409,
    'Twilio did not tell whether it sent this',
    'Check the phone or the Twilio log, then send again or drop it.',
  ),
} as const satisfies Record<string, RefusalText>

export type RefusalCode = keyof typeof refusals

/** An expected failure as a value. `facts` fill the sentence: names, instants, codes; never a secret. */
export interface Refused {
  refused: RefusalCode
  facts: Record<string, unknown>
}
