       IDENTIFICATION DIVISION.
       PROGRAM-ID. PAYROLL.
      *> PGM=PAYROLL: staff of INFILE in fixed records, their pay to
      *> OUTFILE in records of different length; code 4: one has none.
       ENVIRONMENT DIVISION.
       INPUT-OUTPUT SECTION.
       FILE-CONTROL.
           SELECT STAFF-FILE ASSIGN TO "INFILE"
               ORGANIZATION LINE SEQUENTIAL.
           SELECT PAY-FILE ASSIGN TO "OUTFILE"
               ORGANIZATION LINE SEQUENTIAL.
       DATA DIVISION.
       FILE SECTION.
       FD  STAFF-FILE.
       01  STAFF.
           05  STAFF-NAME      PIC X(10).
           05  STAFF-HOURS     PIC 9(3).
           05  STAFF-RATE      PIC 9(3).
       FD  PAY-FILE.
       01  PAY                 PIC X(60).
       WORKING-STORAGE SECTION.
       01  AT-END              PIC X VALUE "N".
       01  AMOUNT              PIC Z(6)9.
       01  CODE-OF-STEP        PIC 9(4) VALUE 0.
       PROCEDURE DIVISION.
           OPEN INPUT STAFF-FILE OUTPUT PAY-FILE
           PERFORM UNTIL AT-END = "Y"
               READ STAFF-FILE
                   AT END MOVE "Y" TO AT-END
                   NOT AT END PERFORM WRITE-PAY
               END-READ
           END-PERFORM
           CLOSE STAFF-FILE PAY-FILE
           MOVE CODE-OF-STEP TO RETURN-CODE
           STOP RUN.
       WRITE-PAY.
           IF STAFF-HOURS = 0
               MOVE 4 TO CODE-OF-STEP
           END-IF
           COMPUTE AMOUNT = STAFF-HOURS * STAFF-RATE
           MOVE SPACES TO PAY
           STRING STAFF-NAME DELIMITED BY SPACE
                  " EARNS " DELIMITED BY SIZE
                  AMOUNT DELIMITED BY SIZE INTO PAY
           WRITE PAY.
