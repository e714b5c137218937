import { blocksTooLong, type Json, messageBlockFaults, viewFaults } from './check-blocks.ts'
import { BOT_ID, BOT_USER, type SlackMessage, type Workspace } from './workspace.ts'

export type Arguments = Readonly<Record<string, string>>
export type Answer = Json & { readonly ok: boolean }
type Method = (args: Arguments) => Answer

interface WebApiParts {
  /** Whether the token may read what messages carry. */
  readonly readsMetadata: () => boolean
  readonly workspace: Workspace
  /** The user of a trigger that can still be used; else Slack's error. */
  readonly takeTrigger: (id: string) => { user: string } | { error: string }
  /** Called with every message the bot posts, changes or deletes. */
  readonly onBot: (what: 'posted' | 'changed' | 'deleted', message: SlackMessage) => void
  readonly socketUrl: () => string
  readonly fileUrl: (path: string) => string
}

/** The scope each method asks for. */
export const SCOPES: Readonly<Record<string, string>> = {
  'chat.postMessage': 'chat:write',
  'chat.update': 'chat:write',
  'chat.delete': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'conversations.open': 'im:write',
  'conversations.history': 'im:history',
  'conversations.replies': 'im:history',
  'conversations.members': 'channels:read',
  'conversations.list': 'channels:read',
  'conversations.info': 'channels:read',
  'users.list': 'users:read',
  'users.info': 'users:read',
  'users.lookupByEmail': 'users:read.email',
  'usergroups.list': 'usergroups:read',
  'usergroups.users.list': 'usergroups:read',
  'files.getUploadURLExternal': 'files:write',
  'files.completeUploadExternal': 'files:write',
}

const fail = (error: string, more: Json = {}): Answer => ({ ok: false, error, ...more })
const done = (more: Json = {}): Answer => ({ ok: true, ...more })
const LONGEST_TEXT = 40_000

/** Slack's methods as far as a bot uses them, with its refusals. */
export function webApi(parts: WebApiParts): Readonly<Record<string, Method>> {
  const { workspace } = parts

  return {
    'auth.test': () =>
      done({
        url: 'https://example.slack.com/',
        team: 'Example',
        team_id: workspace.teamId,
        user: 'hearback',
        user_id: BOT_USER,
        bot_id: BOT_ID,
        ...(workspace.enterpriseId !== null && { enterprise_id: workspace.enterpriseId }),
        is_enterprise_install: false,
      }),
    'apps.connections.open': () => done({ url: parts.socketUrl() }),

    'chat.postMessage': (args) => {
      const channel = channelOf(args.channel)
      if ('error' in channel) return channel
      const content = contentOf(args)
      if ('error' in content) return content
      if (args.thread_ts && !workspace.find(channel.id, args.thread_ts)) return fail('thread_not_found')
      const metadata = jsonOf(args.metadata)
      if (metadata === null || (metadata && !(metadata.event_type && metadata.event_payload))) {
        return fail('invalid_metadata_format')
      }
      const message = post(channel.id, content, { thread_ts: args.thread_ts, metadata })
      return done({ channel: channel.id, ts: message.ts, message: shown(message) })
    },

    'chat.update': (args) => {
      const message = workspace.find(args.channel ?? '', args.ts ?? '')
      if (!message) return fail('message_not_found')
      if (message.user !== BOT_USER) return fail('cant_update_message')
      const content = contentOf(args)
      if ('error' in content) return content
      message.text = content.text
      message.blocks = content.blocks
      message.edited = { user: BOT_USER, ts: workspace.nextTs() }
      parts.onBot('changed', message)
      return done({ channel: message.channel, ts: message.ts, text: message.text })
    },

    'chat.delete': ({ channel = '', ts = '' }) => {
      const message = workspace.find(channel, ts)
      if (!message) return fail('message_not_found')
      if (message.user !== BOT_USER) return fail('cant_delete_message')
      workspace.remove(message)
      parts.onBot('deleted', message)
      return done({ channel, ts })
    },

    'chat.postEphemeral': (args) => {
      const channel = channelOf(args.channel)
      if ('error' in channel) return channel
      if (!channel.members.has(args.user ?? '')) return fail('user_not_in_channel')
      const content = contentOf(args)
      if ('error' in content) return content
      const message = post(channel.id, content, { ephemeralFor: args.user })
      return done({ message_ts: message.ts })
    },

    'chat.getPermalink': ({ channel = '', message_ts: ts = '' }) =>
      workspace.find(channel, ts)
        ? done({ channel, permalink: `https://example.slack.com/archives/${channel}/p${ts.replace('.', '')}` })
        : fail('message_not_found'),

    'conversations.open': ({ users = '' }) => {
      const user = workspace.users.get(users)
      if (!user) return fail('user_not_found')
      if (user.deleted) return fail('user_disabled')
      if (user.is_bot) return fail('cannot_dm_bot')
      return done({ channel: { id: workspace.direct(users).id } })
    },

    'conversations.history': (args) => {
      const channel = channelOf(args.channel)
      if ('error' in channel) return channel
      const top = workspace.messages.filter(
        (one) => one.channel === channel.id && !one.ephemeralFor && (!one.thread_ts || one.thread_ts === one.ts),
      )
      const oldest = Number(args.oldest ?? 0)
      const found = top.filter((one) => Number(one.ts) > oldest).toReversed()
      return paged(found, args, (messages) => ({
        messages: messages.map((one) => withThread(one, args.include_all_metadata === 'true' && parts.readsMetadata())),
      }))
    },

    'conversations.replies': (args) => {
      const channel = channelOf(args.channel)
      if ('error' in channel) return channel
      const found = workspace.messages.filter(
        (one) => one.channel === channel.id && (one.ts === args.ts || one.thread_ts === args.ts) && !one.ephemeralFor,
      )
      if (found.length === 0) return fail('thread_not_found')
      const metadata = args.include_all_metadata === 'true' && parts.readsMetadata()
      return paged(found, args, (messages) => ({ messages: messages.map((one) => shown(one, metadata)) }))
    },

    'conversations.members': (args) => {
      const channel = channelOf(args.channel)
      if ('error' in channel) return channel
      return paged([...channel.members], args, (members) => ({ members }))
    },

    'conversations.list': (args) =>
      paged(
        [...workspace.channels.values()].filter(({ kind }) => kind !== 'im'),
        args,
        (channels) => ({
          channels: channels.map(({ id, name, archived }) => ({ id, name, is_archived: archived })),
        }),
      ),

    'conversations.info': ({ channel = '' }) => {
      const found = workspace.channels.get(channel)
      return found ? done({ channel: { id: found.id, name: found.name } }) : fail('channel_not_found')
    },

    'users.list': (args) => paged([...workspace.users.values()], args, (members) => ({ members })),
    'users.info': ({ user = '' }) => {
      const found = workspace.users.get(user)
      return found ? done({ user: { ...found } }) : fail('user_not_found')
    },
    'users.lookupByEmail': ({ email = '' }) => {
      const found = [...workspace.users.values()].find(({ profile }) => profile.email === email)
      return found ? done({ user: { ...found } }) : fail('users_not_found')
    },
    'usergroups.list': (args) =>
      done({
        usergroups: workspace.userGroups.map(({ users, ...group }) => ({
          ...group,
          ...(args.include_users === 'true' && { users }),
        })),
      }),
    'usergroups.users.list': ({ usergroup = '' }) => {
      const found = workspace.userGroups.find(({ id }) => id === usergroup)
      return found ? done({ users: found.users }) : fail('no_such_subteam')
    },

    'views.open': (args) => {
      const view = viewOf(args.view, 'modal')
      if ('ok' in view) return view as Answer
      const trigger = parts.takeTrigger(args.trigger_id ?? '')
      if ('error' in trigger) return fail(trigger.error)
      const open = workspace.newView(trigger.user, view)
      workspace.modals.push(open)
      return done({ view: open.view })
    },

    'views.update': (args) => {
      const view = viewOf(args.view, 'modal')
      if ('ok' in view) return view as Answer
      const open = workspace.modals.find(({ id }) => id === args.view_id)
      if (!open) return fail('not_found')
      if (args.hash && args.hash !== open.hash) return fail('hash_conflict')
      workspace.show(open, view)
      return done({ view: open.view })
    },

    'views.publish': (args) => {
      const view = viewOf(args.view, 'home')
      if ('ok' in view) return view as Answer
      if (!workspace.users.has(args.user_id ?? '')) return fail('user_not_found')
      const home = workspace.newView(args.user_id ?? '', view)
      workspace.homes.set(home.user, home)
      return done({ view: home.view })
    },

    'files.getUploadURLExternal': ({ filename = '', length = '' }) => {
      if (!filename || !(Number(length) > 0)) return fail('invalid_arguments')
      const id = workspace.id('F')
      workspace.files.set(id, {
        id,
        name: filename,
        mimetype: 'application/octet-stream',
        bytes: new Uint8Array(),
        length: Number(length),
        shared: false,
      })
      return done({ upload_url: parts.fileUrl(`upload/${id}`), file_id: id })
    },

    'files.completeUploadExternal': (args) => {
      const listed = (jsonOf(args.files) ?? []) as unknown as { id: string }[]
      const files = listed.map(({ id }) => workspace.files.get(id))
      if (files.some((file) => !file || file.bytes.length !== file.length)) return fail('file_not_found')
      const channel = channelOf(args.channel_id)
      if ('error' in channel) return channel
      const found = files.filter((file) => file !== undefined)
      for (const file of found) file.shared = true
      post(
        channel.id,
        { text: args.initial_comment ?? '', blocks: [] },
        {
          thread_ts: args.thread_ts,
          files: found.map(({ id, name }) => ({ id, name, url_private: parts.fileUrl(`private/${id}`) })),
        },
      )
      return done({ files: found.map(({ id, name }) => ({ id, title: name })) })
    },
  }

  function channelOf(id: string | undefined) {
    if (!id) return fail('channel_not_found') as Answer & { error: string }
    const user = workspace.users.get(id)
    if (user?.deleted) return fail('account_inactive') as Answer & { error: string }
    const channel = user ? workspace.direct(id) : workspace.channels.get(id)
    if (!channel) return fail('channel_not_found') as Answer & { error: string }
    if (channel.archived) return fail('is_archived') as Answer & { error: string }
    if (!channel.members.has(BOT_USER)) return fail('not_in_channel') as Answer & { error: string }
    return channel
  }

  function contentOf({
    text = '',
    blocks,
  }: Arguments): { text: string; blocks: Json[] } | (Answer & { error: string }) {
    const list = blocks === undefined ? [] : jsonOf(blocks)
    if (!Array.isArray(list)) return fail('invalid_blocks_format') as Answer & { error: string }
    if (text === '' && list.length === 0) return fail('no_text') as Answer & { error: string }
    const faults = messageBlockFaults(list as Json[])
    if (faults.length > 0) {
      const messages = faults.map((fault) => `[ERROR] ${fault}`)
      return fail('invalid_blocks', { response_metadata: { messages } }) as Answer & { error: string }
    }
    if (blocksTooLong(list as Json[])) return fail('msg_blocks_too_long') as Answer & { error: string }
    return { text: text.slice(0, LONGEST_TEXT), blocks: list as Json[] }
  }

  function viewOf(text: string | undefined, type: 'modal' | 'home'): Json {
    const view = jsonOf(text)
    if (!view) return fail('invalid_arguments', { response_metadata: { messages: ['[ERROR] missing view'] } })
    const faults = [...viewFaults(view), ...(view.type === type ? [] : [`must be a ${type} [json-pointer:/view/type]`])]
    if (faults.length === 0) return view
    return fail('invalid_arguments', { response_metadata: { messages: faults.map((fault) => `[ERROR] ${fault}`) } })
  }

  function post(
    channel: string,
    { text, blocks }: { text: string; blocks: Json[] },
    more: {
      thread_ts?: string | undefined
      metadata?: Json | undefined
      files?: Json[]
      ephemeralFor?: string | undefined
    },
  ): SlackMessage {
    const kept = Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined))
    const message: SlackMessage = {
      ts: workspace.nextTs(),
      channel,
      user: BOT_USER,
      bot_id: BOT_ID,
      text,
      blocks,
      ...kept,
    }
    workspace.messages.push(message)
    parts.onBot('posted', message)
    return message
  }

  function withThread(message: SlackMessage, metadata: boolean): Json {
    const replies = workspace.messages.filter((one) => one.thread_ts === message.ts && one.ts !== message.ts)
    const latest = replies.at(-1)?.ts
    return {
      ...shown(message, metadata),
      ...(latest && { thread_ts: message.ts, reply_count: replies.length, latest_reply: latest }),
    }
  }
}

/** A message as the Web API and events show it. */
export function shown({ metadata, ...message }: SlackMessage, withMetadata = false): Json {
  const { ephemeralFor: _, channel: __, ...rest } = message
  return { type: 'message', ...rest, ...(withMetadata && metadata && { metadata }) }
}

/** Undefined when absent, null when it is no JSON. */
function jsonOf(text: string | undefined): Json | null | undefined {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as Json
  } catch {
    return null
  }
}

function paged<T>(all: readonly T[], { cursor = '', limit = '' }: Arguments, show: (page: T[]) => Json): Answer {
  const from = cursor === '' ? 0 : Number(Buffer.from(cursor, 'base64').toString())
  if (Number.isNaN(from)) return fail('invalid_cursor')
  const to = from + Math.min(Number(limit) || 100, 1000)
  const next = to < all.length ? Buffer.from(String(to)).toString('base64') : ''
  return done({ ...show(all.slice(from, to)), response_metadata: { next_cursor: next } })
}
