import { PlayedSlack } from '../emulators/slack/played-slack.ts'
import { adapterContract } from './adapter/adapter-contract.ts'
import { directoryContract } from './adapter/directory-contract.ts'

adapterContract('Slack, Socket Mode', () => PlayedSlack.start('socket'))
adapterContract('Slack, HTTP', () => PlayedSlack.start('http'))
directoryContract('Slack, Socket Mode', () => PlayedSlack.start('socket'))
directoryContract('Slack, HTTP', () => PlayedSlack.start('http'))
