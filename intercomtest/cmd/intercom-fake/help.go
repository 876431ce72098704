package main

const help = `intercom-fake is an Intercom on this machine, without an account: what one request
writes, the next one reads.

  intercom-fake [flags]                            serves the fake
  intercom-fake trigger TOPIC -to URL -secret S    sends one notification to your app
  intercom-fake record FILE                        passes requests on to Intercom, and records them
  intercom-fake replay FILE                        responds as was recorded
  intercom-fake operations                         lists what the fake serves

The fake

  -addr HOST:PORT      where it listens; by default 127.0.0.1:4010
  -token TOKEN         the access token that it takes; by default tok_intercomtest
  -api-version V       of requests without the header Intercom-Version; by default 2.16
  -seed FILE           what is in the workspace at the beginning, as JSON
  -print-seed          prints an example of such a file
  -quiet               no line for each request
  -limit N/TIME        the rate limit; by default 1666/10s
  -latency TIME        how long each response takes, such as 300ms
  -lag TIME            how long until searches find what is new, and until companies are gone
  -fault "WHAT"        what goes wrong with the next requests; can be given several times
  -webhook URL         your app gets a signed notification of what requests change
  -webhook-secret S    the client secret of your app, with which they are signed
  -topics A,B          of these topics only

A fault is an operation, if it is not for any, what happens, and how often:

  503                  an error of Intercom's; a code can follow: 404 ticket_not_found
  429:30s              the rate limit is exceeded, and its window ends in 30 seconds
  html:502             the page of a gateway
  empty:504            a status without a body
  json:200 {"id": 7}   a body of your own, which is last
  delay:3s             it takes longer
  reset                the connection is lost before the response
  cut                  the connection is lost within the response
  wrong-region         401, as in a region that does not have the workspace

  -fault "503 x3"
  -fault "GET /contacts/{contact_id} 429:5s x2 Retry-After=5"
  -fault 'POST /tags json:200 x2 {"type": "tag"}'

Notifications

  intercom-fake trigger conversation.user.replied -to http://127.0.0.1:8080/webhooks -secret S

  -to URL              where it goes; the exit status is 1 if it is not taken
  -secret S            the client secret of your app
  -item FILE           what it is about, as JSON, instead of a made item
  -legacy              the item is that of versions of the API before 2.5
  -print               prints the notification and sends nothing
  -list                lists the topics

Recordings

  intercom-fake record FILE [-upstream https://api.intercom.io] [-addr HOST:PORT] [-key K] [-quiet]
  intercom-fake replay FILE [-addr HOST:PORT] [-key K] [-quiet]

The token of a request passes through and is not written. Names, e-mail addresses,
phones, texts, ids, tokens and URLs are replaced in FILE, equal ones by equal ones.
A replay goes by method, path, query and the form of the body. With the -key of the
recording, which can be any secret words, it recognizes your own values too.

The exit status is 2 if the arguments are wrong, and 1 if something else is.
`
