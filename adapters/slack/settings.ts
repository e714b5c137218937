/** What Slack is reached with. */
export interface SlackSettings {
  /** Another host in Slack's place; null for Slack's own. */
  readonly apiUrl: string | null
  /** With an app token it listens by Socket Mode, with a signing secret to signed HTTP deliveries. */
  readonly secrets: {
    readonly botToken: string
    readonly appToken: string | null
    readonly signingSecret: string | null
  }
}
