export { digest, sameSecret } from './digest.ts'
export { hasKeys, KeyFault, keysId } from './key-file.ts'
export { systemRandom } from './system-random.ts'
export { openVault, type Vault } from './vault.ts'
