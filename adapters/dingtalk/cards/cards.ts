import type { SendOutcome, Target } from '#core'
import type { ApiClient } from '../api-client.ts'
import { ApiError, refusal } from '../api-error.ts'
import type { Calls } from '../calls.ts'
import { fieldsOf } from '../read.ts'
import type { CardVariables } from './card-names.ts'
import { messageIdOf } from './track-id.ts'

/** The card was made, and can be shown to nobody. */
export const NOT_DELIVERED = 'card-not-delivered'

interface NewCard {
  readonly trackId: string
  readonly templateId: string
  readonly to: Target
  readonly variables: CardVariables
  /** What is seen of it in the list of conversations. */
  readonly heading: string
}

/** Interactive cards of the advanced kind: what is tapped on them comes back through the Stream connection. */
export class Cards {
  readonly #api: ApiClient
  readonly #robotCode: string

  constructor(api: ApiClient, robotCode: string) {
    this.#api = api
    this.#robotCode = robotCode
  }

  /** Makes a card and shows it. A second attempt under the same name shows nothing twice. */
  async deliver(card: NewCard, calls: Calls): Promise<SendOutcome> {
    const sent: SendOutcome = { kind: 'sent', messageId: messageIdOf(card.trackId) }
    await calls.next()
    try {
      const { result } = await this.#api.call('POST', '/v1.0/card/instances/createAndDeliver', this.#body(card))
      const delivered = fieldsOf(result)?.deliverResults
      const failed = Array.isArray(delivered) && delivered.some((one) => fieldsOf(one)?.success === false)
      return failed ? { kind: 'refused', code: NOT_DELIVERED, permanent: true } : sent
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      return isKnown(error) ? sent : refusal(error)
    }
  }

  async change(trackId: string, variables: CardVariables, calls: Calls): Promise<SendOutcome> {
    await calls.next()
    try {
      await this.#api.call('PUT', '/v1.0/card/instances', {
        outTrackId: trackId,
        userIdType: 1,
        cardData: { cardParamMap: variables },
        cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
      })
      return { kind: 'sent', messageId: messageIdOf(trackId) }
    } catch (error) {
      if (error instanceof ApiError) return refusal(error)
      throw error
    }
  }

  /** Whether there is a card of this name: one that was made was shown. */
  async isThere(trackId: string, calls: Calls): Promise<boolean> {
    return (await this.change(trackId, {}, calls)).kind === 'sent'
  }

  #body({ trackId, templateId, to, variables, heading }: NewCard) {
    const robotCode = this.#robotCode
    const space = {
      // Nobody hands a card on to others.
      supportForward: false,
      lastMessageI18n: { ZH_CN: heading, EN_US: heading },
      notification: { alertContent: heading, notificationOff: false },
    }
    return {
      cardTemplateId: templateId,
      outTrackId: trackId,
      callbackType: 'STREAM',
      userIdType: 1,
      cardData: { cardParamMap: variables },
      ...(to.kind === 'user'
        ? {
            openSpaceId: `dtv1.card//IM_ROBOT.${to.userId}`,
            imRobotOpenSpaceModel: space,
            imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT', robotCode },
          }
        : {
            openSpaceId: `dtv1.card//IM_GROUP.${to.channelId}`,
            imGroupOpenSpaceModel: space,
            imGroupOpenDeliverModel: { robotCode },
          }),
    }
  }
}

/** A card of this name is there: an earlier attempt arrived. */
function isKnown({ code }: ApiError): boolean {
  return /(track|instance|card).*(exist|duplicat|repeat)/i.test(code) && !/not/i.test(code)
}
