/** What to create at each vendor and which permissions it needs, in the vendor's terms. */
import type { ReactElement } from 'react'
import classes from './connect.module.css'

export function PetraGuide(): ReactElement {
  return (
    <ol className={classes.guide}>
      <li>
        Sign in to Petra as an <strong>Admin</strong>: only Admins can create keys.
      </li>
      <li>
        Open <strong>Settings → API Keys</strong> and create a key. A description such as “Seatledger” helps later.
      </li>
      <li>Copy the key at once: it is shown only once. Deleting it at Petra ends this connection immediately.</li>
      <li>
        A key has access to your whole organisation. If it cannot list tenants, the connection still works: add the tenants by their Petra
        ids in Settings.
      </li>
    </ol>
  )
}

export function GenesysGuide(): ReactElement {
  return (
    <ol className={classes.guide}>
      <li>
        In Genesys Cloud open <strong>Admin → Integrations → OAuth</strong> and add a client with the grant type{' '}
        <strong>Client Credentials</strong>.
      </li>
      <li>
        For your <strong>own organisation’s</strong> usage give the client a role with <code>billing:subscription:view</code> (or{' '}
        <code>billing:subscription:read</code>). With <code>billing:subscription:view</code> Seatledger also reads your contract and
        Genesys’s invoices (preview APIs). To see who holds licences, with names, add <code>authorization:license:view</code> and{' '}
        <code>directory:user:view</code>. Reports without permission are left out.
      </li>
      <li>
        For your <strong>customers</strong> (if you are the partner), create the role in the <em>partner</em> organisation with{' '}
        <code>affiliateOrganization:clientBilling:view</code>. To list customers, also add <code>authorization:orgTrustor:view</code>.
      </li>
      <li>
        A new role can take up to five minutes to take effect. Customers and partner must be in the same region. Add one connection per
        region.
      </li>
    </ol>
  )
}
