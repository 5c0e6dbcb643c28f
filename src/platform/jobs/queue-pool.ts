import pg from 'pg'

type Acquired = (error: Error | undefined, client: pg.PoolClient | undefined, release: (error?: Error | boolean) => void) => void

/**
 * Connections for the queue's library, whose listener may give one back twice when it ends while it connects: the second time counts for
 * nothing. A connection that dies is no fault here; the next query opens another.
 */
export class QueuePool extends pg.Pool {
  constructor(url: string, connections: number) {
    super({ connectionString: url, max: connections, connectionTimeoutMillis: 5000, keepAlive: true, application_name: 'tongban queue' })
    const unharmed = () => undefined
    this.on('error', unharmed).on('connect', (client) => client.on('error', unharmed))
  }

  override connect(): Promise<pg.PoolClient>
  override connect(acquired: Acquired): void
  override connect(acquired?: Acquired): Promise<pg.PoolClient> | undefined {
    if (!acquired) return super.connect()
    super.connect((error, client, release) => {
      let given = false
      acquired(error, client, (reason) => {
        if (!given) release(reason)
        given = true
      })
    })
    return undefined
  }
}
