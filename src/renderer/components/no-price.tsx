/** Says that a cost is unknown without a price, and links to where prices are set. */
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'

export function NoPrice(): ReactElement {
  return (
    <span>
      no price set.{' '}
      <Link to="/settings" search={{ tab: 'prices' }}>
        Set prices
      </Link>
    </span>
  )
}
