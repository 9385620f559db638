// A real OpenID provider (the npm package oidc-provider) for tests: `node provider.mjs PORT REDIRECT LOGOUT`.
// Whoever signs in is who they type; the password is not asked about. It prints one line when it listens.
import { Provider } from 'oidc-provider'

const [port, redirect, logout] = process.argv.slice(2)
const issuer = `http://127.0.0.1:${port}`

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'labelkeep',
      client_secret: 'a secret of the client',
      redirect_uris: [redirect],
      backchannel_logout_uri: logout,
      backchannel_logout_session_required: true,
    },
  ],
  claims: {
    openid: ['sub', 'sid', 'acr', 'amr', 'auth_time'],
    email: ['email', 'email_verified'],
    profile: ['name', 'groups'],
  },
  findAccount: (_ctx, id) => ({
    accountId: id,
    claims: () => ({
      sub: id,
      email: `${id}@real.test`,
      email_verified: true,
      name: `${id} of the provider`,
      groups: ['Labelers'],
    }),
  }),
  features: {
    devInteractions: { enabled: true },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: { enabled: true },
  },
  // Its notices to this very machine are refused by the library's own guard, which stands in the dispatcher.
  fetch: (url, { dispatcher: _guard, ...options }) => globalThis.fetch(url, options),
  pkce: { required: () => true },
})
const server = provider.listen(Number(port), '127.0.0.1', () => process.stdout.write(`${issuer}\n`))
process.on('SIGTERM', () => server.close(() => process.exit(0)))
