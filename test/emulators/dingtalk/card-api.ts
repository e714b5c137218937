import type { CardInstance, CardTemplate, ParamMap } from './card.ts'
import { DingtalkError } from './dingtalk-error.ts'
import type { Organisation, Shown } from './organisation.ts'

type Fields = Readonly<Record<string, unknown>>

interface CardApiParts {
  readonly robotCode: string
  readonly organisation: Organisation
  readonly templates: ReadonlyMap<string, CardTemplate>
  /** Notes a message; answers the key under which it can be asked for. */
  readonly keep: (messages: Shown[]) => string
}

const refuse = (word: string) => DingtalkError.refused(`param.${word}`)
const SPACE = /^dtv1\.card\/\/((?:IM_ROBOT|IM_GROUP)\.[^;]+)(?:;(?:IM_ROBOT|IM_GROUP)\.[^;]+)*$/i

/** Cards: created, delivered to somebody or to a group, changed as often as one likes. */
export class CardApi {
  readonly #parts: CardApiParts
  readonly cards = new Map<string, CardInstance>()
  /** Names that were filled in and that no template shows: a misspelling, which DingTalk passes over. */
  readonly unknownVariables = new Set<string>()

  constructor(parts: CardApiParts) {
    this.#parts = parts
  }

  create(body: Fields): unknown {
    return { success: true, result: this.#create(body).outTrackId }
  }

  deliver(body: Fields): unknown {
    return { success: true, result: this.#deliver(this.#card(body.outTrackId), body) }
  }

  createAndDeliver(body: Fields): unknown {
    // A card of which nobody knows where to show it is not made either.
    this.#spaces(body)
    const card = this.#create(body)
    return { success: true, result: { outTrackId: card.outTrackId, deliverResults: this.#deliver(card, body) } }
  }

  update(body: Fields): unknown {
    this.change(this.#card(body.outTrackId), body)
    return { success: true, result: true }
  }

  /** Puts data on a card, in the place of what it had or by name. */
  change(card: CardInstance, body: Fields): void {
    const options = (body.cardUpdateOptions ?? {}) as Fields
    if (body.cardData !== undefined) {
      const given = this.#params(card.template, body.cardData)
      card.public = options.updateCardDataByKey === true ? { ...card.public, ...given } : given
    }
    if (body.privateData !== undefined) {
      const all = { ...card.private }
      for (const [userId, data] of Object.entries(body.privateData as Fields)) {
        const given = this.#params(card.template, data)
        all[userId] = options.updatePrivateDataByKey === true ? { ...all[userId], ...given } : given
      }
      card.private = all
    }
    this.#parts.organisation.changed()
  }

  #create(body: Fields): CardInstance {
    const { cardTemplateId, outTrackId, cardData, privateData = {} } = body
    if (!cardTemplateId) throw refuse('cardTemplateIdEmpty')
    const template = this.#parts.templates.get(String(cardTemplateId))
    if (!template) throw refuse('templateNotExist')
    if (typeof outTrackId !== 'string' || outTrackId === '') throw refuse('outTrackIdEmpty')
    if (this.cards.has(outTrackId)) throw refuse('cardAlreadyExist')
    if (!cardData) throw refuse('cardPublicDataEmpty')
    const entries = Object.entries(privateData as Fields)
    const card: CardInstance = {
      outTrackId,
      template,
      stream: body.callbackType === 'STREAM',
      public: this.#params(template, cardData),
      private: Object.fromEntries(entries.map(([userId, data]) => [userId, this.#params(template, data)])),
    }
    this.cards.set(outTrackId, card)
    return card
  }

  #deliver(card: CardInstance, body: Fields): unknown[] {
    const { organisation, robotCode, keep } = this.#parts
    return this.#spaces(body).map(({ type, id }) => {
      const model = (type === 'IM_ROBOT' ? body.imRobotOpenDeliverModel : body.imGroupOpenDeliverModel) as Fields
      const known = type === 'IM_ROBOT' ? organisation.people.has(id) : organisation.groups.has(id)
      const space = { spaceType: type, spaceId: id }
      if (model.robotCode !== undefined && model.robotCode !== robotCode)
        return { ...space, success: false, errorMsg: 'chatbot not found' }
      if (!known)
        return { ...space, success: false, errorMsg: type === 'IM_ROBOT' ? 'user not exist' : 'group not exist' }
      const shown = organisation.show({ in: id, from: 'hearback', card })
      return { ...space, success: true, carrierId: keep([shown]), errorMsg: '' }
    })
  }

  #spaces(body: Fields): { type: 'IM_ROBOT' | 'IM_GROUP'; id: string }[] {
    const { openSpaceId } = body
    if (!openSpaceId) throw refuse('openSpaceIdEmpty')
    if (!SPACE.test(String(openSpaceId))) throw refuse('openSpaceIdInvalid')
    const spaces = String(openSpaceId).slice('dtv1.card//'.length).split(';')
    return spaces.map((space) => {
      const type = space.slice(0, 8).toUpperCase() as 'IM_ROBOT' | 'IM_GROUP'
      const model = (type === 'IM_ROBOT' ? body.imRobotOpenDeliverModel : body.imGroupOpenDeliverModel) as
        | Fields
        | undefined
      if (!model) throw refuse('openDeliverModelEmpty')
      if (type === 'IM_ROBOT' ? model.spaceType !== 'IM_ROBOT' : !model.robotCode) throw refuse('openDeliverModelError')
      return { type, id: space.slice(9) }
    })
  }

  #card(outTrackId: unknown): CardInstance {
    if (!outTrackId) throw refuse('outTrackIdEmpty')
    const card = this.cards.get(String(outTrackId))
    if (!card) throw refuse('cardNotExist')
    return card
  }

  /** Values are texts, whatever they mean. */
  #params(template: CardTemplate, data: unknown): ParamMap {
    const map = (data as { cardParamMap?: unknown } | null)?.cardParamMap
    if (typeof map !== 'object' || map === null) throw refuse('invalid')
    for (const [name, value] of Object.entries(map)) {
      if (typeof value !== 'string') throw refuse('invalid')
      if (!template.variables.includes(name)) this.unknownVariables.add(name)
    }
    return { ...map } as ParamMap
  }
}
