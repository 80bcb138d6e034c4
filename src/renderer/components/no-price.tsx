/** Says that a cost is not known without a price, and leads to where prices are set. */
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
