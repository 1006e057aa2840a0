"""The words of thirty documents that a law office and its clients' support desk might have.

Everything in them is invented. Each value is what :mod:`tests.support.mixed_files` writes under
that name: text as it is, or the parts of a file of an office program.
"""

from __future__ import annotations

LONG_NAME = (
    "Framework agreement for the supply of packaging materials, signed version with annexes A to F "
    "and amendments 1 to 4 (final, 18 November 2024).docx"
)

TEXTS: dict[str, str] = {
    "contracts/nda-kestrel.txt": """NON-DISCLOSURE AGREEMENT

Between Kestrel Office Systems and Marlow & Finch, signed on 6 May 2024.

1. Each party keeps the other party's drawings, prices and customer lists secret for four years.

2. Information that a court orders to be disclosed is not confidential.

3. On request, copies are destroyed within 14 days, and the destruction is confirmed in writing.
""",
    "policies/travel-and-expenses.md": """# Travel and expenses

## Rail and air

Rail is second class below four hours. Flights need the consent of a partner before they are booked.

## Daily rates

| City | Rate a day | Hotel, at most |
|---|---|---|
| Oslo | 92 EUR | 180 EUR |
| Rome | 64 EUR | 150 EUR |
| Leeds | 55 GBP | 110 GBP |

## Receipts

Receipts are sent to accounts by the 20th of the month. Meals with clients need the names of all
guests. Claims older than three months are not paid.
""",
    "policies/remote-work.md": """# Remote work

## Who may work from home?

Everyone may work from home two days a week after the first three months.

## What about client files?

Paper files stay in the office. Electronic files are opened through the document system only, never
sent to a private address.
""",
    "policies/handbook.txt": """PARALEGAL HANDBOOK

Chapter 1. Calendar
Every deadline is entered twice: in the docket system and in the calendar of the
responsible lawyer. A reminder is set fourteen days before the deadline and again
three days before it.

Chapter 2. Discovery
Answers to interrogatories are due thirty days after service. Extensions are agreed
in writing and saved in the matter folder on the same day.

Chapter 3. Filing
Documents under seal are delivered to the clerk in a closed envelope. The cover sheet
shows the case number, but not the subject of the document.

Chapter 4. Clients
Client calls are returned within one business day. Staff never give legal advice.

Chapter 5. Overtime
Overtime is approved by the office manager, Gloria Estevez, before it is worked.
""",
    "litigation/notes-ferreira.md": """# Notes: Luis Ferreira

## What he saw

He heard a bang from the boom hoist and stopped the engine at once. He had asked for a new pin in
March, in writing.

## To do

Find the letter of March. Ask Hannah Ostrow for the transcript.
""",
    "meetings/2024-05/minutes.md": """# Team minutes

6 May 2024. Present: Beatrice, Tomasz, Priya.

The lease of the copier ends in August. Owen gets three offers until the next meeting.
The next meeting is on 3 June.
""",
    "meetings/2024-06/minutes.md": """# Team minutes

3 June 2024. Present: Beatrice, Owen, Priya.

Owen presented three offers for the copier. The team chose Kestrel Office Systems at 289 dollars a
month. The next meeting is on 8 July.
""",
    "support/ticket-macros.md": """# Answers to frequent tickets

## Parcel lost

Apologise, open a search with the carrier, and promise an answer within five working days. A parcel
that is not found after ten working days is sent again at no cost.

## Wrong size

The first exchange is free. The customer keeps the old item until the new one has arrived.

## Broken on arrival

Ask for two photographs. Refunds above 200 dollars need the consent of the shift leader.
""",
    "support/returns.html": """<html><head><title>Returns and refunds</title></head><body>
<nav>Home | Orders | Help</nav><h1>Returns and refunds</h1>
<p>Goods can be returned within 45 days of delivery. The label is in the parcel.</p>
<h2>What cannot be returned</h2><ul><li>Opened software</li><li>Gift cards</li>
<li>Goods made to measure</li></ul><h2>When the money arrives</h2>
<p>Refunds are paid within seven working days after the parcel has reached the warehouse.</p>
</body></html>""",
    "support/opening-hours.html": """<html><head><title>Courts: opening hours</title></head><body>
<h1>Courts: opening hours</h1><p>The clerk's office is closed on public holidays.</p>
<table><tr><th>Court</th><th>Hours</th><th>Filing desk</th></tr>
<tr><td>District Court</td><td>8:30 to 16:30</td><td>Room 114</td></tr>
<tr><td>Bankruptcy Court</td><td>9:00 to 16:00</td><td>Room 6</td></tr></table>
<p>The filing fee for a civil complaint is 405 dollars.</p></body></html>""",
    "support/contacts.csv": """name,role,phone
Hannah Ostrow,court reporter,518-555-0142
Grant & Moy,opposing counsel,518-555-0199
Luis Ferreira,witness,518-555-0117
""",
    "deutsch/mietvertrag-lagerhalle.txt": """Mietvertrag über Lagerräume

§ 1 Mietgegenstand
Vermietet wird die Lagerhalle 7 in der Hafenstraße 12, Bremen, mit 1.200 Quadratmetern.

§ 2 Miete
Die monatliche Miete beträgt 6.480 Euro zuzüglich Umsatzsteuer.

§ 3 Kündigung
Die Kündigungsfrist beträgt sechs Monate zum Quartalsende.
""",
}

# Sender, receiver, subject, date, words
MAILS: dict[str, tuple[str, str, str, str, str]] = {
    "mail/deposition-moved.eml": (
        "Beatrice Lund <b.lund@marlowfinch.example>",
        "Paralegals <paralegals@marlowfinch.example>",
        "Deposition of Luis Ferreira moved",
        "Tue, 10 Jan 2023 09:14:00 -0500",
        """All,

The deposition of Luis Ferreira has been moved from 24 January to 7 February 2023 at 10 a.m. It
takes place at the offices of Grant & Moy, not at ours.

Please book the court reporter for the whole day.

Beatrice
""",
    ),
    "mail/re-deposition-moved.eml": (
        "Tomasz Wieczorek <t.wieczorek@marlowfinch.example>",
        "Beatrice Lund <b.lund@marlowfinch.example>",
        "Re: Deposition of Luis Ferreira moved",
        "Tue, 10 Jan 2023 11:02:00 -0500",
        """Done. The reporter is Hannah Ostrow. She charges extra after 5 p.m.

Tomasz
""",
    ),
    "mail/late-rent-june.eml": (
        "Ann Pike <ann@harrowpike.example>",
        "Office <office@mendeltextiles.example>",
        "Late rent for June",
        "Fri, 14 Jun 2024 08:00:00 -0400",
        """Dear Mr. Mendel,

We have not received the rent for June of $8,750. Please pay it with the late charge of $350 by 21
June 2024.

Kind regards
Ann Pike
""",
    ),
    "mail/refund-above-limit.eml": (
        "Noor Haddad <noor@helpdesk.example>",
        "Shift leaders <shift@helpdesk.example>",
        "Refund of 340 dollars, order 88172",
        "Mon, 3 Mar 2025 16:40:00 +0000",
        """Hello,

The lamp of order 88172 arrived broken, and the photographs are clear. May I refund 340 dollars
today? The customer has waited for nine days.

Noor
""",
    ),
}

# Rows of one sheet
SHEETS: dict[str, tuple[str, list[list[str | float]]]] = {
    "prices/vendor-prices-2025.xlsx": (
        "Vendors",
        [
            ["Item", "Unit", "Price (USD)"],
            ["Certified copy", "page", 3.5],
            ["Notary service", "document", 15],
            ["Rush filing", "filing", 125],
            ["Court reporter", "hour", 92.5],
            ["Translation German to English", "word", 0.22],
            ["Courier downtown", "trip", 28],
        ],
    ),
    "prices/hourly-rates.xlsx": (
        "Rates 2025",
        [
            ["Role", "Hourly rate (USD)"],
            ["Partner", 540],
            ["Associate", 310],
            ["Paralegal", 145],
        ],
    ),
}

# Title of a slide, and its points
SLIDES: dict[str, list[tuple[str, str]]] = {
    "support/intake-training.pptx": [
        (
            "New client intake",
            """A conflict check comes before the first meeting
The engagement letter is signed within 10 days
Retainer: $5,000 for litigation, $2,000 for other matters""",
        ),
        (
            "Who does what",
            """Intake: Priya Raman
Conflicts: Tomasz Wieczorek
Billing: Gloria Estevez""",
        ),
    ],
}
