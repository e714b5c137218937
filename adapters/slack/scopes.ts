/** The scopes of the bot token, exactly those of docs/slack/manifest.yaml, where each has its reason. */
export const SCOPES = [
  'app_mentions:read',
  'channels:history',
  'chat:write',
  'commands',
  'files:read',
  'files:write',
  'groups:history',
  'im:history',
  'im:write',
  'metadata.message:read',
  'users:read',
  'users:read.email',
] as const
