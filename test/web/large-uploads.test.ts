import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { PICTURES } from '#core'
import { FormByHand } from '../support/form-by-hand.ts'
import { readFolder } from '../support/read-folder.ts'
import { withForm } from '../support/simulator-client.ts'
import { startSimulator } from '../support/start-simulator.ts'
import { tellingPng } from '../support/telling-pictures.ts'

const MEGABYTE = 1024 * 1024
const MULTIPART = { 'content-type': 'multipart/form-data; boundary=x' }

async function openForm(options: Parameters<typeof startSimulator>[0] = {}) {
  const { app, client, home } = await startSimulator(options)
  const form = withForm(await client.say('E010', '有话直说'))
  return {
    url: app.url,
    home,
    path: form.card?.form?.page ?? '',
    page: await FormByHand.open(app.url + form.card?.form?.page),
  }
}

/** Begins to send a form with files, and does not go on. */
async function begin(url: string, path: string): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${MULTIPART['content-type']}\r\nContent-Length: 9000\r\n\r\n--x\r\n`,
  )
  return socket
}

test('more than fits is refused: on a form with pictures, and earlier where a link opens none', async () => {
  const { url, path } = await openForm()
  const send = async (to: string, megabytes: number) => {
    const body = new Uint8Array(megabytes * MEGABYTE)
    // A server that has refused may have hung up before everything was sent.
    return fetch(url + to, { method: 'POST', headers: MULTIPART, body }).then(
      ({ status }) => status,
      () => 413,
    )
  }
  expect(await send(path, PICTURES.formBytes / MEGABYTE + 8)).toBe(413)
  expect(await send('/f/nothing', 1)).toBe(413)
})

test('bodies that do not come are given up, take no more than their places, and leave nothing', async () => {
  const { url, path, page, home } = await openForm({ requestMs: 3000 })
  const slow = await Promise.all(Array.from({ length: PICTURES.atOnce + 3 }, () => begin(url, path)))
  const ended = slow.map((socket) => once(socket.resume(), 'close'))
  const png = { name: 'a.png', bytes: await tellingPng() }
  let status = 0
  // The places are taken a moment after the bytes have left; from then on somebody else has to wait.
  while (status !== 503) {
    await page.press('draft', {}, [png])
    status = page.status
    if (status !== 503) page.html = (await FormByHand.open(url + path)).html
  }
  await Promise.all(ended)
  const again = await FormByHand.open(url + path)
  await again.press('draft', {}, [png])
  expect(again.pictures()).toHaveLength(1)
  expect(readFolder(home).includes(Buffer.from(png.bytes).subarray(40, 80))).toBe(false)
})
