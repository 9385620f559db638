/**
 * Hands the nonce of this response to the one library that must inject a style (the scroll lock under dialogs):
 * it reads this global, and the content security policy lets no other style in.
 */
export function passNonce(): void {
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content
  if (nonce) Object.assign(globalThis, { __webpack_nonce__: nonce })
}
