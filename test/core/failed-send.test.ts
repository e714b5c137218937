import { createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { failedSend } from '#core'
import { freePort } from '../support/free-port.ts'

async function failed(url: string): Promise<unknown> {
  try {
    await fetch(url)
  } catch (error) {
    return error
  }
  throw new Error('it answered')
}

describe('how a send ended that threw', () => {
  test('nobody there, no such host: refused, to be tried again', async () => {
    expect(failedSend(await failed(`http://127.0.0.1:${await freePort()}`))).toEqual({
      kind: 'refused',
      code: 'ECONNREFUSED',
      permanent: false,
    })
    expect(failedSend(await failed('http://nowhere.invalid'))).toMatchObject({ kind: 'refused' })
    expect(failedSend(await failed(`http://localhost:${await freePort()}`))).toMatchObject({ kind: 'refused' })
  })

  test('an SDK wraps it: refused all the same', () => {
    const below = Object.assign(new Error('connect'), { code: 'ECONNREFUSED', syscall: 'connect' })
    expect(failedSend(Object.assign(new Error('request'), { code: 'slack_request_error', original: below }))).toEqual({
      kind: 'refused',
      code: 'ECONNREFUSED',
      permanent: false,
    })
  })

  test('the connection ends after the request was taken: nobody knows', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => socket.resetAndDestroy())
    })
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port))
    })
    expect(failedSend(await failed(`http://127.0.0.1:${port}`))).toMatchObject({ kind: 'uncertain' })
    server.close()
  })

  test('several addresses: one that may have taken it is enough to be uncertain', () => {
    const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
    const reset = Object.assign(new Error('read'), { code: 'ECONNRESET' })
    expect(failedSend(new AggregateError([refused, refused])).kind).toBe('refused')
    expect(failedSend(new AggregateError([refused, reset])).kind).toBe('uncertain')
    expect(failedSend('odd')).toEqual({ kind: 'uncertain', code: 'string' })
  })
})
