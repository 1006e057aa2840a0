"""The Word documents and PDFs among the thirty documents of :mod:`tests.support.mixed_files`.

Each is a title and paragraphs, with a blank line between them; ``# `` begins a heading, and a table
has a line for each row. In a PDF, ``---`` begins a page.
"""

from __future__ import annotations

from tests.support.mixed_texts import LONG_NAME

WORD: dict[str, tuple[str, str]] = {
    "contracts/lease-canal-street-410.docx": (
        "Office Lease Agreement",
        """
This agreement is made on 14 March 2024 between Harrow & Pike Properties (the “Landlord”) and
Mendel Textiles Inc. (the “Tenant”).

# 1. Premises

The Landlord leases to the Tenant Suite 410 at 220 Canal Street, Albany, of about 3,450 square
feet.

# 2. Term

The term begins on 1 April 2024 and ends on 31 March 2029. The Tenant may renew the lease once for
three years by written notice at least 180 days before the end of the term.

# 3. Rent

The Tenant pays a base rent of $8,750 per month, due on the first business day of each month. A
late charge of 4% of the overdue amount applies if rent is not received within ten days after the
due date.

# 4. Deposit

The Tenant deposits $17,500 with the Landlord. The deposit is returned within 30 days after the
end of the term, less deductions for damage.

# 5. Schedule of charges

| Charge | Amount per month | Payable to |
| Parking, two spaces | $240 | Landlord |
| Cleaning | $410 | BrightSweep Ltd. |
| Security patrol | $165 | Landlord |

# 6. Termination

Either party may terminate this lease if the other party commits a material breach and does not
cure it within 45 days after written notice.
""",
    ),
    "contracts/harbour/lease-warehouse-7.docx": (
        "Office Lease Agreement",
        """
This agreement is made on 2 September 2022 between Speicherhof Ltd. and Calloway Foods plc.

# 1. Premises

The Landlord leases the offices on the first floor of Warehouse 7, Harbour Street.

# 2. Rent

The Tenant pays a base rent of £3,120 per month, in advance.

# 3. Animals

No animals may be kept on the premises, except service animals.
""",
    ),
    "contracts/services-calloway.docx": (
        "Services Agreement",
        """
Between Northgate Analytics and Calloway Foods plc, effective 2 January 2025.

# 1. Services

The Provider delivers forecasts of demand by the fifth working day of each month.

# 2. Fees

The Client pays a fixed fee of €12,400 per month. Invoices are payable within 60 days of receipt.
Travel is reimbursed only if it was approved in advance in writing.

# 3. Liability

The Provider’s total liability in any contract year does not exceed €150,000, except in cases of
wilful misconduct or gross negligence.

# 4. Term

This agreement runs for 24 months. Either party may terminate it for convenience with 90 days’
written notice.
""",
    ),
    f"contracts/{LONG_NAME}": (
        "Framework Agreement: Packaging Materials",
        """
# Quantities

The Supplier delivers up to 40,000 cartons a month. Orders above that need six weeks.

# Prices

Prices are fixed until 30 June 2026. They then follow the price index for paper.

# Defects

Visible defects are reported within eight days of delivery, hidden ones within eight days of their
discovery.
""",
    ),
    "litigation/answers-to-interrogatories.docx": (
        "Defendant’s Answers to Interrogatories",
        """
# Interrogatory 4

The boom hoist of the crane was last inspected on 17 August 2019 by Tidewater’s own staff.

# Interrogatory 7

Luis Ferreira operated the crane on the day of the accident. He held a valid licence.
""",
    ),
}

PDF: dict[str, tuple[str, str]] = {
    "contracts/settlement-orlov.pdf": (
        "Settlement Agreement and Release",
        """
This agreement is entered into on 9 September 2023 by Irina Orlov (the Plaintiff) and Tidewater
Logistics Corp. (the Defendant).

# 1. Payment

The Defendant pays the Plaintiff the total sum of $312,000 in three equal instalments, the first
within 21 days after the execution of this agreement.

# 2. No admission

Nothing in this agreement is an admission of liability by the Defendant.

---

# 3. Release

The Plaintiff releases the Defendant from all claims that arise from the accident on Pier 14 on 3
May 2021.

# 4. Confidentiality

The parties do not disclose the amount of this settlement, except to their tax advisers and as
required by law.
""",
    ),
    "litigation/expert-report-crane.pdf": (
        "Expert Report: Collapse of the Crane on Pier 14",
        """
Prepared by Dr. Samuel Achterberg for Tidewater Logistics Corp., February 2023.

# Summary of opinions

The crane collapsed because a pin in the boom hoist had fatigued. The pin had last been inspected
on 17 August 2019, twenty-one months before the accident. The manufacturer recommends an
inspection every twelve months.

---

# Wind

The wind speed at the time was 19 miles an hour, well below the limit of the crane of 40 miles an
hour. Wind did not contribute to the collapse.

# The operator

The operator held a valid licence and was not at fault.

---

# Cost of repair

A new crane would have cost $1.9 million. The repair cost $640,000.

# Fees

The expert was paid $450 per hour.
""",
    ),
    "litigation/complaint-orlov.pdf": (
        "Complaint for Damages",
        """
Irina Orlov complains of Tidewater Logistics Corp. as follows.

1. On 3 May 2021 the Plaintiff delivered spare parts to Pier 14.

2. A crane of the Defendant collapsed and struck the van of the Plaintiff.

3. The Plaintiff was in hospital for sixteen days and could not work for seven months.

---

The Plaintiff asks for damages of $540,000, for interest and for a trial by jury.
""",
    ),
    "policies/retention-policy.pdf": (
        "Document Retention Policy",
        """
Client files are kept for seven years after the matter is closed.

Original wills are kept permanently. Billing records are kept for six years. Time sheets are
destroyed after three years.

Files under a litigation hold are not destroyed until Beatrice Lund lifts the hold in writing.
""",
    ),
    "support/warranty-terms.pdf": (
        "Warranty Terms",
        """
# Period

The warranty runs for 36 months from the date on the invoice.

# What is covered

Faults of material and manufacture are repaired or the device is replaced. Wear, water and repairs
by others are not covered.

---

# How to claim

The customer sends the device with a copy of the invoice. The answer comes within twelve working
days.
""",
    ),
    "support/escalation-guide.pdf": (
        "Escalation Guide",
        """
# Levels

Tickets that nobody has answered for four hours go to the shift leader, after eight hours to the
head of support.

# At night

Between 22:00 and 06:00 only tickets about payments are escalated.
""",
    ),
}
